package dev.minidocker.labs.mnt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.mnt.AttachmentArbitraries.Wish;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MntNamespaceProperties {
  private static final Path HOST = Path.of("/host");

  private final MntMechanism mnt = new MntNamespace();

  @Property
  void everythingTakenIsAttachedOnceAndTheRestAreFileSystemsInMemory(
      @ForAll("wishes") List<Wish> wishes) {
    List<Attachment> attachments = AttachmentArbitraries.attachments(wishes, HOST);
    List<String> taken = names(mnt.take(attachments), Syscall.OPEN_TREE);
    List<String> attached =
        calls(mnt.attach(attachments), Syscall.MOVE_MOUNT).stream()
            .map(step -> ((Arg.Result) step.args().get(0)).step())
            .toList();
    assertEquals(taken, attached);
    int mounted = calls(mnt.attach(attachments), Syscall.MOUNT).size();
    assertEquals(attachments.size(), taken.size() + mounted);
  }

  @Property
  void whatIsToBeReadOnlyIsSoBeforeItIsAttached(@ForAll("wishes") List<Wish> wishes) {
    List<Attachment> attachments = AttachmentArbitraries.attachments(wishes, HOST);
    long readOnly =
        attachments.stream().filter(a -> a instanceof Attachment.Bind b && b.readOnly()).count();
    assertEquals(readOnly, calls(mnt.take(attachments), Syscall.MOUNT_SETATTR).size());
    assertEquals(0, calls(mnt.attach(attachments), Syscall.MOUNT_SETATTR).size());
  }

  @Property
  void noPathOfTheHostIsNamedAfterTheOldRootIsLeft(@ForAll("wishes") List<Wish> wishes) {
    List<Attachment> attachments = AttachmentArbitraries.attachments(wishes, HOST);
    Program inside =
        mnt.attach(attachments).then(mnt.devices(Devices.BORROWED)).then(mnt.makeRootReadOnly());
    for (Step step : inside.steps()) {
      assertTrue(!step.toString().contains(HOST.toString()), step.toString());
    }
  }

  @Example
  void theOldRootIsDetachedAndItsAbsenceProvenBeforeAnythingElse() {
    assertEquals(
        List.of(Syscall.UMOUNT2, Syscall.CHDIR, Syscall.OPENAT2, Syscall.CLOSE),
        mnt.leave().steps().stream().map(Step::call).toList());
  }

  @Property
  void everyDirectoryOnTheWayIsMadeOutermostFirst(@ForAll("wishes") List<Wish> wishes) {
    for (Wish wish : wishes) {
      List<String> made =
          calls(mnt.directories(wish.target()), Syscall.MKDIRAT).stream()
              .map(step -> ((Arg.Text) step.args().get(1)).value())
              .toList();
      assertEquals(wish.target(), made.get(made.size() - 1));
      for (int i = 1; i < made.size(); i++) {
        assertEquals(Path.of(made.get(i)).getParent(), Path.of(made.get(i - 1)));
      }
      assertEquals(Path.of("/"), Path.of(made.get(0)).getParent());
    }
  }

  private static List<Step> calls(Program program, Syscall call) {
    return program.steps().stream().filter(step -> step.call() == call).toList();
  }

  private static List<String> names(Program program, Syscall call) {
    return calls(program, call).stream().map(Step::name).toList();
  }

  @Provide
  Arbitrary<List<Wish>> wishes() {
    return AttachmentArbitraries.wishes();
  }
}
