package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A stream that a thread of its own reads, uncompresses and hashes, a few blocks ahead of whoever
 * uses it: so that the one core does that while the other makes files.
 *
 * <p>The thread is a daemon: a source that never answers keeps nobody alive.
 */
final class ReadAhead extends InputStream {
  private static final int BLOCK = 1 << 18;
  private static final int BLOCKS = 4;

  /** A block that is not full, or has a failure in place of bytes, is the last. */
  private static final class Block {
    private final byte[] bytes;
    private final int length;
    private final Throwable failure;

    Block(byte[] bytes, int length, Throwable failure) {
      this.bytes = bytes;
      this.length = length;
      this.failure = failure;
    }

    boolean isLast() {
      return failure != null || length < bytes.length;
    }
  }

  private final InputStream source;
  private final MessageDigest seen = Digest.sha256();
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
  private volatile boolean closed;
  private Block current = new Block(new byte[0], 0, null);
  private int position;

  private ReadAhead(InputStream source) {
    this.source = source;
  }

  /** Begins to read the source, which nobody else may read any more, and which is not closed. */
  static ReadAhead of(InputStream source) {
    ReadAhead stream = new ReadAhead(source);
    Thread thread = new Thread(stream::readAll, "image-reader");
    thread.setDaemon(true);
    thread.start();
    return stream;
  }

  private void readAll() {
    for (int i = 0; !closed; i++) {
      Block block = next(i < BLOCKS ? new byte[BLOCK] : null);
      full.add(block); // never more than there are blocks
      if (block.isLast()) {
        return;
      }
    }
  }

  /** The failure is thrown where the bytes are used. */
  private Block next(byte[] unused) {
    try {
      byte[] bytes = unused == null ? free.take() : unused;
      int length = source.readNBytes(bytes, 0, BLOCK);
      seen.update(bytes, 0, length);
      return new Block(bytes, length, null);
    } catch (Throwable e) {
      return new Block(new byte[0], 0, e);
    }
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    } else if (position == current.length && !advance()) {
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current.bytes, position, buffer, offset, count);
    position += count;
    return count;
  }

  /** Goes to the next byte that there is, and says whether there is one. */
  private boolean advance() throws IOException {
    if (current.isLast()) {
      rethrow(current.failure);
      return false;
    }
    try {
      if (current.length > 0) {
        free.add(current.bytes);
      }
      current = full.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    position = 0;
    rethrow(current.failure);
    return current.length > 0;
  }

  private static void rethrow(Throwable failure) throws IOException {
    if (failure instanceof IOException known) {
      throw known;
    } else if (failure instanceof RuntimeException known) {
      throw known;
    } else if (failure != null) {
      throw new IOException(failure.toString(), failure);
    }
  }

  /** The digest of all bytes, once their end was seen. */
  Digest digest() {
    if (!current.isLast() || current.failure != null) {
      throw new IllegalStateException("there may be more to come");
    }
    return Digest.of(seen);
  }

  /** Lets the thread end after the block that it is reading. */
  @Override
  public void close() {
    closed = true;
    free.offer(new byte[BLOCK]); // it may be waiting for one
  }
}
