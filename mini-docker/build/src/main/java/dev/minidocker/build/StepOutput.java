package dev.minidocker.build;

import java.util.List;

/** Where what a command writes goes; closed when the command has ended. */
public interface StepOutput extends AutoCloseable {

  /** To the standard output and error of this process. */
  StepOutput OWN =
      new StepOutput() {
        @Override
        public List<Integer> streams() {
          return List.of(0, 1, 2);
        }

        @Override
        public void close() {}
      };

  /** The descriptors that stand for standard input, output and error; open until it is closed. */
  List<Integer> streams();

  /** Returns when all that was written has been taken. */
  @Override
  void close();
}
