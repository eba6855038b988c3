package dev.minidocker.linux.netlink;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage to messages: what a broken or hostile sender could send. */
final class Mutation {
  private static final int[] LENGTHS = {
    0, 1, 3, 4, 15, 16, 17, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff
  };

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  /** A message, damaged in up to four places; one in eight is nothing but noise. */
  ByteBuffer of(List<byte[]> messages) {
    if (random.nextInt(8) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return ByteBuffer.wrap(noise);
    }
    byte[] bytes = messages.get(random.nextInt(messages.size())).clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes = damaged(bytes);
    }
    return ByteBuffer.wrap(bytes);
  }

  private byte[] damaged(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    ByteBuffer fields = Wire.view(ByteBuffer.wrap(bytes));
    int word = Math.min(at & -4, bytes.length - Integer.BYTES);
    switch (word < 0 ? 0 : random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> fields.putInt(word, length());
      case 3 -> fields.putShort(word, (short) length());
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      default -> {
        int length = random.nextInt(bytes.length - at + 1);
        System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
      }
    }
    return bytes;
  }

  private int length() {
    return LENGTHS[random.nextInt(LENGTHS.length)];
  }
}
