package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.proc.Procfs;
import org.junit.jupiter.api.Test;

class OwnIdsIT {

  @Test
  void oneIsWhatTheMapCounts() {
    long count =
        Procfs.HOST.self().uidMap().ranges().stream().mapToLong(range -> range.count()).sum();
    assertEquals(count == 1, OwnIds.areOne());
  }

  @Test
  void theKernelsColumnsAreRead() {
    assertTrue(OwnIds.isOne("         0       1000          1\n"));
    assertFalse(OwnIds.isOne("         0          0 4294967295\n"));
    assertFalse(OwnIds.isOne("         0       1000         11\n"));
    assertFalse(
        OwnIds.isOne("         0       1000          1\n         1     100000          1\n"));
    assertFalse(OwnIds.isOne(""));
  }
}
