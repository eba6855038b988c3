package dev.minidocker.labkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes as the kernel's mm/hugetlb_cgroup.c writes them, on processors of all kinds. */
class TrialHugePagesTest {

  @ParameterizedTest
  @CsvSource({"65536,64KB", "2097152,2MB", "33554432,32MB", "536870912,512MB", "1073741824,1GB"})
  void theSizeIsNamedAsInTheFilesOfAGroup(long bytes, String name) {
    assertEquals(name, new TrialHugePages(bytes, 1).size());
  }
}
