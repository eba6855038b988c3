package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Data;
import dev.minidocker.labs.networking.nftables.expression.Value;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in a set, as nft(8) lists it. */
final class SetText {
  private SetText() {}

  /** Between braces. */
  static String elements(NamedSet set, List<Element> elements) {
    return "{ " + String.join(", ", each(set, elements)) + " }";
  }

  /** Each element, or interval, for itself. */
  static List<String> each(NamedSet set, List<Element> elements) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      if (!element.isIntervalEnd()) {
        Optional<Element> next =
            set.isOfIntervals() && i + 1 < elements.size()
                ? Optional.of(elements.get(i + 1))
                : Optional.empty();
        texts.add(key(set, element, next) + data(set, element));
      }
    }
    return texts;
  }

  private static String key(NamedSet set, Element element, Optional<Element> next) {
    if (element.key().isEmpty()) {
      return "*";
    }
    Value key = element.key().get();
    String first = DataType.text(set.key(), key);
    if (element.keyEnd().isPresent()) {
      return first + "-" + DataType.text(set.key(), element.keyEnd().get());
    }
    return set.isOfIntervals() && set.key().size() == 1
        ? interval(set, key, next.flatMap(Element::key))
        : first;
  }

  /** From the first value up to the one behind the last; to the end of all where that lacks. */
  private static String interval(NamedSet set, Value key, Optional<Value> behind) {
    int bits = 8 * key.bytes().remaining();
    BigInteger first = number(key);
    BigInteger end = behind.map(SetText::number).orElse(BigInteger.ONE.shiftLeft(bits));
    BigInteger size = end.subtract(first);
    String text = DataType.text(set.key(), key);
    if (size.equals(BigInteger.ONE)) {
      return text;
    }
    boolean network = size.bitCount() == 1 && first.mod(size).signum() == 0;
    boolean addresses = bits >= 32;
    return network && addresses
        ? text + "/" + (bits - size.getLowestSetBit())
        : text + "-" + DataType.text(set.key(), value(end.subtract(BigInteger.ONE), bits / 8));
  }

  private static BigInteger number(Value value) {
    byte[] bytes = new byte[value.bytes().remaining()];
    value.bytes().get(bytes);
    return new BigInteger(1, bytes);
  }

  private static Value value(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] all = new byte[length];
    int kept = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - kept, all, length - kept, kept);
    return new Value(ByteBuffer.wrap(all));
  }

  private static String data(NamedSet set, Element element) {
    Optional<Data> data = element.data();
    if (data.isEmpty()) {
      return "";
    }
    return " : "
        + (data.get() instanceof Value value
            ? DataType.text(set.data(), value)
            : data.get().toString());
  }
}
