package dev.minidocker.linux;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWIPC;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWPID;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWTIME;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWUSER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.proc.UidMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each situation is made up as files below a directory; the words that name its cause are sought.
 */
class ExplanationsTest {
  private static final String ROOT = "1 0 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n";

  @TempDir Path machine;

  @BeforeEach
  void anOrdinaryMachineAndAnOrdinaryUser() throws IOException {
    process("0", "0");
    put("/proc/self/mountinfo", ROOT);
    put("/proc/self/uid_map", "         0          0 4294967295\n");
  }

  @Test
  void userNamespacesForRootOnly() throws IOException {
    put("/proc/sys/kernel/unprivileged_userns_clone", "0\n");
    explains(Errno.EPERM, Tasks.unshare(CLONE_NEWUSER), "kernel.unprivileged_userns_clone=1");
    explains(
        Errno.EPERM,
        Tasks.cloneTo("child", List.of(CLONE_NEWPID, CLONE_NEWUSER)),
        "kernel.unprivileged_userns_clone=1");
  }

  @Test
  void userNamespacesRestrictedByAppArmor() throws IOException {
    put("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
    explains(Errno.EPERM, Tasks.unshare(CLONE_NEWUSER), "AppArmor", "sysctl -w");
    Program program =
        Program.of(
            Tasks.unshare(CLONE_NEWUSER, CLONE_NEWNS), Mounts.mount("proc", "/p", "proc", null));
    explains(Errno.EPERM, program, 1, "AppArmor");
  }

  @Test
  void userNamespacesInAChroot() throws IOException {
    put("/proc/self/mountinfo", ROOT.replace(" / rw", " /home rw"));
    explains(Errno.EPERM, Tasks.unshare(CLONE_NEWUSER), "chroot", "pivot_root");
  }

  @Test
  void userNamespacesBehindASeccompFilter() throws IOException {
    process("0", "2");
    explains(Errno.EPERM, Tasks.unshare(CLONE_NEWUSER), "seccomp=unconfined");
    explains(Errno.ENOSYS, Tasks.cloneTo("child", List.of(CLONE_NEWUSER)), "seccomp");
  }

  @Test
  void userNamespacesForbiddenByNothingKnown() {
    explains(Errno.EPERM, Tasks.unshare(CLONE_NEWUSER), "security module", "dmesg");
  }

  @Test
  void namespacesLimitedToNone() throws IOException {
    put("/proc/sys/user/max_user_namespaces", "1000\n");
    put("/proc/sys/user/max_net_namespaces", "0\n");
    explains(
        Errno.ENOSPC, Tasks.unshare(CLONE_NEWUSER, CLONE_NEWNET), "user.max_net_namespaces=10000");
    explains(Errno.ENOSPC, Tasks.unshare(CLONE_NEWUSER), "user.max_*_namespaces", "32 deep");
  }

  @Test
  void aKindThatTheKernelDoesNotHave() throws IOException {
    for (String kind : List.of("user", "net")) {
      Path link = machine.resolve("proc/self/ns").resolve(kind);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(kind + ":[1]"));
    }
    explains(Errno.EINVAL, Tasks.unshare(CLONE_NEWUSER, CLONE_NEWTIME), "CONFIG_TIME_NS");
    assertEquals("", explanation(Errno.EINVAL, Program.of(Tasks.unshare(CLONE_NEWNET)), 0));
  }

  @Test
  void otherNamespacesWithoutPrivilege() throws IOException {
    explains(Errno.EPERM, Tasks.unshare(CLONE_NEWNET), "CAP_SYS_ADMIN", "user namespace first");
    process("1ffffffffff", "2");
    explains(Errno.EPERM, Tasks.unshare(CLONE_NEWNET), "seccomp");
  }

  @Test
  void mountingWithoutPrivilege() {
    explains(Errno.EPERM, Mounts.bind("/a", "/b"), "CAP_SYS_ADMIN");
  }

  @Test
  void aNewProcWhereTheOldOneIsCovered() throws IOException {
    put(
        "/proc/self/mountinfo",
        ROOT
            + "2 1 0:5 / /proc rw - proc proc rw\n"
            + "3 2 0:6 / /proc/kcore rw - tmpfs tmpfs rw\n"
            + "4 2 0:6 / /proc/keys rw - tmpfs tmpfs rw\n");
    explains(
        Errno.EPERM,
        rootless(Mounts.mount("proc", "/proc", "proc", null)),
        1,
        "/proc/kcore and 1 more",
        "systempaths=unconfined");
  }

  @Test
  void fileSystemsThatShowANamespaceOfAnother() {
    explains(
        Errno.EPERM, rootless(Mounts.mount("proc", "/proc", "proc", null)), 1, CLONE_NEWPID.name());
    explains(
        Errno.EPERM, rootless(Mounts.mount("s", "/sys", "sysfs", null)), 1, CLONE_NEWNET.name());
    explains(
        Errno.EPERM, rootless(Mounts.mount("m", "/mq", "mqueue", null)), 1, CLONE_NEWIPC.name());
    explains(Errno.EPERM, rootless(Mounts.mount("/dev/sda", "/a", "ext4", null)), 1, "bind them");
  }

  @Test
  void flagsThatAreLocked() throws IOException {
    put("/proc/self/mountinfo", ROOT + "2 1 0:5 / /data ro,nosuid,nodev - xfs /dev/sdb rw\n");
    explains(
        Errno.EPERM, rootless(Mounts.remountReadOnly("/data/x")), 1, "ro,nosuid,nodev", "locked");
  }

  @Test
  void anUnknownFileSystem() throws IOException {
    put("/proc/filesystems", "nodev\tproc\n\text4\n");
    explains(
        Errno.ENODEV,
        Mounts.mount("x", "/x", "zfs", null),
        "\"zfs\"",
        "proc, ext4",
        "modprobe zfs");
  }

  @Test
  void anUpperLayerOnTheWrongFileSystem() throws IOException {
    put("/proc/self/mountinfo", "1 0 0:9 / / rw - overlay overlay rw\n");
    explains(Errno.EINVAL, overlay("/d/upper", "/d/work"), "upperdir is on overlay", "tmpfs");
  }

  @Test
  void layersOnTwoMounts() throws IOException {
    put("/proc/self/mountinfo", ROOT + "2 1 0:5 / /w rw - tmpfs tmpfs rw\n");
    explains(Errno.EINVAL, overlay("/upper", "/w/work"), "they are on / and /w");
    explains(Errno.EINVAL, overlay("/upper", "/ww/work"), "dmesg");
  }

  @Test
  void pivotingToWhatIsNoMountPoint() {
    explains(Errno.EINVAL, Mounts.pivotRoot("/new", "/new/old"), "/new is not a mount point");
  }

  @Test
  void pivotingWhereMountsAreShared() throws IOException {
    put("/proc/self/mountinfo", ROOT.replace(" - ", " shared:1 - "));
    Program shared = Program.of(Mounts.bind("/new", "/new"), Mounts.pivotRoot("/new", "/new"));
    explains(Errno.EINVAL, shared, 1, "MS_REC|MS_PRIVATE");
    Program isPrivate = Program.of(Mounts.propagationBelow("/", MountFlag.MS_PRIVATE)).then(shared);
    explains(Errno.EINVAL, isPrivate, 2, "initial rootfs");
  }

  @Test
  void theMissingPartOfAPathIsNamed() throws IOException {
    put("/a/file", "");
    explains(Errno.ENOENT, Nodes.changeDirectory("/a/b/c"), "/a/b does not exist, on the way");
    explains(Errno.ENOENT, Nodes.changeDirectory("/a/b"), "/a/b does not exist.");
    explains(Errno.ENOTDIR, Nodes.changeDirectory("/a/file/c"), "/a/file is not a directory");
    Program moved = Program.of(Nodes.changeRoot("/r"), Nodes.changeDirectory("/a/b"));
    explains(Errno.ENOENT, moved, 1, "In the container", "missing");
  }

  @Test
  void anImageWhoseMountPointLeadsToItsRoot() {
    Program proof =
        Program.of(Mounts.pivotRoot(".", "."), Descriptors.openWithinOneMount("/..").named("p"));
    explains(Errno.EXDEV, proof, 1, "/proc", "symbolic link", "Make it a directory");
    explains(Errno.ELOOP, Nodes.changeDirectory("/a"), "circle");
  }

  @Test
  void aFileThatThisJvmWritesToAFullDiskIsNamed() throws IOException {
    put("/proc/self/mountinfo", ROOT + "2 1 0:5 / /small rw - tmpfs none rw\n");
    put("/proc/self/fd/none", "");
    Files.createSymbolicLink(machine.resolve("proc/self/fd/7"), Path.of("/small/f"));
    Refused write = Refused.byKernel(Syscall.WRITE, new Object[] {7, null, 3}, Errno.ENOSPC);
    String explanation = new Explanations(new Situation(machine)).explain(write);
    assertTrue(explanation.contains("at /small (tmpfs) is full"), explanation);
  }

  @Test
  void aScriptOrExecutableWithoutWhatRunsIt() throws IOException {
    put("/script", "#! /no/such/shell -e\n");
    put("/usr/bin/elf", "");
    Files.write(machine.resolve("usr/bin/elf"), elfWithLoader("/lib/ld-musl-x86_64.so.1"));
    explains(Errno.ENOENT, exec("/script"), "/no/such/shell, does not");
    explains(Errno.ENOENT, exec("/usr/bin/elf"), "/lib/ld-musl-x86_64.so.1, does not");
    explains(Errno.ENOENT, exec("/none"), "/none does not exist");
    Program moved = Program.of(Mounts.pivotRoot("/r", "/r"), exec("/script"));
    explains(Errno.ENOENT, moved, 1, "no such file inside");
  }

  @Test
  void aFileThatMayNotBeRun() throws IOException {
    put("/plain", "#!/bin/sh\n");
    put("/noexec/tool", "");
    assertTrue(machine.resolve("noexec/tool").toFile().setExecutable(true));
    put("/proc/self/mountinfo", ROOT + "2 1 0:5 / /noexec rw,noexec - tmpfs tmpfs rw\n");
    explains(Errno.EACCES, exec("/plain"), "chmod +x");
    explains(Errno.EACCES, exec("/noexec"), "is a directory");
    explains(Errno.EACCES, exec("/noexec/tool"), "mount at /noexec is noexec");
  }

  @Test
  void aFileInTheWrongFormat() throws IOException {
    put("/text", "echo a script without its first line");
    put("/empty", "");
    put("/arm", "");
    Program exit = Program.of(Tasks.exit(0));
    byte[] image = Elf.compile(exit, Arch.AARCH64, FailureHandler.reportingTo(3));
    Files.write(machine.resolve("arm"), image);
    explains(Errno.ENOEXEC, exec("/text"), "#!/bin/sh");
    explains(Errno.ENOEXEC, exec("/empty"), "is empty");
    explains(Errno.ENOEXEC, exec("/arm"), "executable for aarch64");
  }

  @Test
  void argumentsThatAreTooLong() {
    Step step = Tasks.exec("/bin/true", List.of("true", "x".repeat(200_000)), List.of("A=ä"));
    explains(Errno.E2BIG, step, "200011 bytes", "131071");
  }

  @Test
  void fullAndReadOnlyFileSystems() throws IOException {
    put("/proc/self/mountinfo", ROOT + "2 1 0:5 / /data ro - xfs /dev/sdb rw\n");
    explains(Errno.ENOSPC, Nodes.directory("/data/x", 0700), "at /data (xfs) is full", "df -i");
    explains(Errno.EROFS, Nodes.directory("/data/x", 0700), "mount at /data is read-only");
    explains(Errno.EDQUOT, Nodes.directory("/data/x", 0700), "quota");
  }

  @Test
  void tooManyDescriptorsAndProcesses() throws IOException {
    put("/proc/self/limits", "Limit  Soft\nMax open files            1024     4096    files\n");
    explains(Errno.EMFILE, Descriptors.openToWrite("/x"), "(1024)", "ulimit -n");
    explains(Errno.EAGAIN, Tasks.cloneTo("child", List.of()), "pids.max");
  }

  @Test
  void idMapsThatBreakARule() throws IOException {
    put("/proc/7/gid_map", "");
    put("/proc/7/uid_map", "");
    put("/proc/7/setgroups", "allow\n");
    explains(Errno.EPERM, mapping("/proc/7/gid_map", "0 1000 1"), 1, "/proc/7/setgroups first");
    explains(Errno.EPERM, mapping("/proc/7/uid_map", "0 1000 1\n1 5 9"), 1, "newuidmap");
    explains(Errno.EPERM, mapping("/proc/7/uid_map", "0 5 1"), 1, "own id outside (1000)");
    explains(Errno.EINVAL, mapping("/proc/7/uid_map", "nonsense"), 1, "inside outside count");
    put("/proc/7/uid_map", "0 1000 1\n");
    explains(Errno.EPERM, mapping("/proc/7/uid_map", "0 1000 1"), 1, "only once");
    assertEquals("", explanation(Errno.EPERM, mapping("/proc/7/attr", "x"), 1));
  }

  @Test
  void idMapsUnderAppArmor() throws IOException {
    put("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
    Program program =
        Program.of(Tasks.unshare(CLONE_NEWUSER))
            .then(IdMaps.denyGroups("map"))
            .then(IdMaps.users("map", UidMap.single(0, 1000)));
    explains(Errno.EACCES, program, 1, "AppArmor", "sysctl -w");
    explains(Errno.EPERM, program, 5, "AppArmor", "sysctl -w");
  }

  @Test
  void idMapsOfTheMighty() throws IOException {
    process("c0", "0"); // CAP_SETGID and CAP_SETUID
    put("/proc/7/uid_map", "");
    explains(Errno.EPERM, mapping("/proc/7/uid_map", "0 7 9"), 1, "/proc/self/uid_map", "SETFCAP");
  }

  @Test
  void namesAndIdentitiesOfOthers() {
    Step hostname = Step.of(Syscall.SETHOSTNAME, Arg.of("md"), Arg.of(2));
    explains(Errno.EPERM, hostname, "CLONE_NEWUTS");
    explains(Errno.EPERM, Credentials.groups(List.of(5)), "setgroups");
    explains(Errno.EINVAL, Credentials.user(4711), "no id 4711");
    explains(Errno.EPERM, Nodes.characterDevice("/dev/null", 0666, 1, 3), "Bind the host's");
    explains(Errno.EPERM, Nodes.changeRoot("/r"), "CAP_SYS_CHROOT");
  }

  @Test
  void nothingIsSaidWhereNothingIsKnown() {
    assertEquals("", explanation(Errno.EBADF, Program.of(Descriptors.closeFrom(3)), 0));
  }

  private void process(String effectiveCapabilities, String seccomp) throws IOException {
    put(
        "/proc/self/status",
        "Name:\tjava\nState:\tS\nPid:\t9\nUid:\t1000\t1000\t1000\t1000\nGid:\t100\t100\t100\t100\n"
            + "Threads:\t30\nCapEff:\t"
            + effectiveCapabilities
            + "\nSeccomp:\t"
            + seccomp
            + "\n");
  }

  private void put(String path, String content) throws IOException {
    Path file = machine.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static Program rootless(Step step) {
    return Program.of(Tasks.unshare(CLONE_NEWUSER, CLONE_NEWNS), step);
  }

  private static Step overlay(String upper, String work) {
    String data = "lowerdir=/l,upperdir=" + upper + ",workdir=" + work;
    return Mounts.mount("overlay", "/m", "overlay", data);
  }

  private static Step exec(String path) {
    return Tasks.exec(path, List.of(path), List.of());
  }

  private static Program mapping(String file, String content) {
    return Program.of(
        Descriptors.openToWrite(file).named("map"), Descriptors.write("map", content));
  }

  /** The first page of an executable whose only segment names its loader. */
  private static byte[] elfWithLoader(String loader) {
    ByteBuffer elf = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f).putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putInt(64, 3).putLong(64 + 8, 128).putLong(64 + 32, loader.length() + 1);
    for (int i = 0; i < loader.length(); i++) {
      elf.put(128 + i, (byte) loader.charAt(i));
    }
    return elf.array();
  }

  private String explanation(Errno errno, Program program, int index) {
    return new Explanations(new Situation(machine))
        .explain(Refused.inProgram(program, index, errno));
  }

  private void explains(Errno errno, Step step, String... words) {
    explains(errno, Program.of(step), 0, words);
  }

  private void explains(Errno errno, Program program, int index, String... words) {
    String explanation = explanation(errno, program, index);
    for (String word : words) {
      assertTrue(explanation.contains(word), () -> word + " is not in: " + explanation);
    }
    assertTrue(explanation.lines().count() == 1, () -> "not one line: " + explanation);
  }
}
