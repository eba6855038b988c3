package dev.minidocker.linux.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Capability;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessStatusTest {

  @Test
  void everyLineIsFound() {
    ProcessStatus status =
        ProcessStatus.parse(
            """
            Name:\ta\\nPid:\t1
            State:\tZ (zombie)
            Pid:\t815
            PPid:\t0
            Uid:\t1\t2\t3\t4294967295
            Gid:\t5\t6\t7\t8
            Groups:\t4 24\s
            NSpid:\t815\t7\t1
            Threads:\t12
            SigBlk:\t8000000000000000
            CapPrm:\t000001ffffffffff
            CapEff:\t0000000000200000
            NoNewPrivs:\t1
            Seccomp:\t2
            """);
    assertEquals('Z', status.state());
    assertEquals(815, status.pid());
    assertEquals(List.of(815L, 7L, 1L), status.namespacePids());
    assertEquals(new ProcessStatus.Ids(1, 2, 3, 4_294_967_295L), status.users());
    assertEquals(List.of(4L, 24L), status.supplementaryGroups());
    assertEquals(Long.MIN_VALUE, status.signals().blocked());
    assertTrue(Capability.CAP_SYS_ADMIN.isIn(status.capabilities().effective()));
    assertFalse(Capability.CAP_CHOWN.isIn(status.capabilities().effective()));
    assertTrue(status.noNewPrivs());
    assertEquals(2, status.seccomp());
  }

  @Test
  void whatIsNoStatusFileIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ProcessStatus.parse("Name:\tx\n"));
  }
}
