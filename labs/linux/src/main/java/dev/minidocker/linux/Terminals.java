package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Steps that give a container a terminal of its own; pty(7), ioctl_tty(2). */
public final class Terminals {
  private static final String MASTER = "terminal.master";
  private static final String SLAVE = "terminal.slave";

  /** A control message's header and one descriptor, without and with the padding; cmsg(3). */
  private static final int CMSG_LENGTH = 20;

  private static final int CMSG_SPACE = 24;
  private static final int SCM_RIGHTS = 1;

  /** strace shows this argument as a bare number. */
  private static final int O_RDWR_NOCTTY = 2 | 0400;

  private static final int SOL_SOCKET = 1;

  private Terminals() {}

  /**
   * The steps that make a terminal in the devpts at /dev/pts, hand its other side to the starter,
   * and make it the standard input, output and error, and the controlling terminal of a new
   * session.
   *
   * <p>The peer is opened by TIOCGPTPEER (Linux 4.13), not by name: a name could be replaced.
   */
  public static Program open() {
    return Program.of(
        Descriptors.openToReadAndWrite("/dev/pts/ptmx")
            .named(MASTER)
            .because("the terminal belongs to the container's own /dev/pts"),
        ioctl(MASTER, "TIOCSPTLCK", 0x40045431, new Arg.Bytes(new byte[4], "[0]"))
            .because("a new terminal is locked until somebody says who may open it"),
        ioctl(MASTER, "TIOCGPTPEER", 0x5441, Arg.constant("0x102", O_RDWR_NOCTTY))
            .named(SLAVE)
            .because("the other end, opened through the first: a name could be replaced"),
        sendMaster(),
        Descriptors.close(MASTER).because("the starter has it now; inside, nobody needs it"),
        Tasks.newSession()
            .because("only the leader of a session without a terminal may acquire one"),
        ioctl(SLAVE, "TIOCSCTTY", 0x540e, Arg.of(0)).because("job control and Ctrl-C work by it"),
        Descriptors.copyTo(SLAVE, 0).because("standard input"),
        Descriptors.copyTo(SLAVE, 1).because("standard output"),
        Descriptors.copyTo(SLAVE, 2).because("standard error"),
        Nodes.emptyFile("/dev/console", 0620).because("a place to mount on"),
        Mounts.copyTreeOf(SLAVE)
            .named("terminal.console")
            .because("the terminal as something that can be mounted"),
        Mounts.attach("terminal.console", "/dev/console")
            .because("programs expect their console there"),
        Descriptors.close(SLAVE).because("0, 1 and 2 are the same terminal"));
  }

  private static Step ioctl(String descriptor, String name, long request, Arg argument) {
    return Step.of(Syscall.IOCTL, Arg.result(descriptor), Arg.constant(name, request), argument);
  }

  /**
   * {@code sendmsg(fd, {…, SCM_RIGHTS, [master]})}: the descriptor itself goes through the socket.
   */
  private static Step sendMaster() {
    byte[] hello = Report.encode(Report.TERMINAL, 0);
    Arg payload = new Arg.Bytes(hello, Strace.quote(hello));
    Arg part = new Arg.Words(List.of(payload, Arg.of(Report.BYTES)), "");
    ByteBuffer header = ByteBuffer.allocate(CMSG_SPACE).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(0, CMSG_LENGTH).putInt(8, SOL_SOCKET).putInt(12, SCM_RIGHTS);
    List<Arg.Hole> master = List.of(new Arg.Hole(16, MASTER, Arg.Width.INT));
    Arg rights = new Arg.Bytes("", header, master, "");
    Arg message =
        new Arg.Words(
            List.of(Arg.NULL, Arg.of(0), part, Arg.of(1), rights, Arg.of(CMSG_SPACE), Arg.of(0)),
            "{msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="
                + payload
                + ", iov_len=16}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET,"
                + " cmsg_type=SCM_RIGHTS, cmsg_data=[<"
                + MASTER
                + ">]}], msg_controllen=24, msg_flags=0}");
    return Step.of(Syscall.SENDMSG, Arg.of(Report.FD), message, Arg.of(0))
        .because("the starter gets the other side of the terminal");
  }
}
