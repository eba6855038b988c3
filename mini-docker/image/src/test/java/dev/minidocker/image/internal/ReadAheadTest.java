package dev.minidocker.image.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadTest {
  private final Random random = new Random();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1 << 20, 5_000_000})
  void whatIsReadAndItsDigestAreThoseOfTheSource(int bytes) throws IOException {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    try (ReadAhead stream = ReadAhead.of(new ByteArrayInputStream(content))) {
      assertArrayEquals(content, stream.readAllBytes());
      assertEquals(-1, stream.read());
      assertEquals(Digest.of(content), stream.digest());
    }
  }

  @Test
  void thereIsNoDigestBeforeTheEnd() throws IOException {
    try (ReadAhead stream = ReadAhead.of(new ByteArrayInputStream(new byte[1 << 20]))) {
      stream.readNBytes(1000);
      assertThrows(IllegalStateException.class, stream::digest);
    }
  }

  @Test
  void aFailureIsThrownAfterWhatWasReadBeforeIt() throws IOException {
    IOException failure = new IOException("md");
    InputStream source =
        new SequenceInputStream(new ByteArrayInputStream(new byte[2 << 18]), failing(failure));
    try (ReadAhead stream = ReadAhead.of(source)) {
      assertEquals(2 << 18, stream.readNBytes(2 << 18).length);
      assertSame(failure, assertThrows(IOException.class, stream::read));
      assertSame(failure, assertThrows(IOException.class, stream::read));
      assertThrows(IllegalStateException.class, stream::digest);
    }
  }

  private static InputStream failing(IOException failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        throw failure;
      }
    };
  }

  @Test
  void nobodyReadsOnWhenItIsClosed() throws Exception {
    AtomicReference<Thread> reader = new AtomicReference<>();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            reader.set(Thread.currentThread());
            return length;
          }
        };
    ReadAhead stream = ReadAhead.of(endless);
    assertEquals(0, stream.read());
    stream.close();
    reader.get().join();
  }
}
