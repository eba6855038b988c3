package dev.minidocker.bench;

/** One way to do a piece of work, which can be done again and again. */
interface Contender extends AutoCloseable {

  String name();

  /** Does the work once, and returns how long that took in nanoseconds. */
  long sample();

  @Override
  default void close() {}

  /** A contender whose sample is the time that {@code work} takes. */
  static Contender timed(String name, Runnable work) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long sample() {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
      }
    };
  }
}
