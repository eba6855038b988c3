package dev.minidocker.labs.networking.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What a query is answered with, without a network: names of containers here, all others by whom
 * the host asks. RFC 1035.
 */
final class NameResolution {
  private static final int TTL_SECONDS = 600; // docker's

  private final NameTable table;
  private final Random random;

  NameResolution(NameTable table, Random random) {
    this.table = table;
    this.random = random;
  }

  /** The answer, or empty: somebody else may know. */
  Optional<Message> answer(Message query) {
    Record question = query.getQuestion();
    if (query.getHeader().getOpcode() != Opcode.QUERY || question == null) {
      return Optional.of(empty(query, Rcode.NOTIMP));
    } else if (question.getDClass() != DClass.IN) {
      return Optional.empty();
    }
    return question.getType() == Type.PTR ? reverse(query) : forward(query);
  }

  /** A name that is known has no answer for a type that it lacks, and nobody else has one. */
  private Optional<Message> forward(Message query) {
    Record question = query.getQuestion();
    List<InetAddress> known = new ArrayList<>(table.addresses(plain(question.getName())));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Collections.shuffle(known, random); // who shares an alias shares its load
    Message answer = empty(query, Rcode.NOERROR);
    for (InetAddress address : known) {
      boolean four = address instanceof Inet4Address;
      if (question.getType() == (four ? Type.A : Type.AAAA)) {
        answer.addRecord(
            four
                ? new ARecord(question.getName(), DClass.IN, TTL_SECONDS, address)
                : new AAAARecord(question.getName(), DClass.IN, TTL_SECONDS, address),
            Section.ANSWER);
      }
    }
    return Optional.of(answer);
  }

  private Optional<Message> reverse(Message query) {
    Name asked = query.getQuestion().getName();
    return address(asked).flatMap(table::name).map(name -> pointer(query, asked, name));
  }

  private static Optional<InetAddress> address(Name asked) {
    try {
      return Optional.of(ReverseMap.fromName(asked));
    } catch (java.net.UnknownHostException e) {
      return Optional.empty(); // not one of the names that stand for addresses
    }
  }

  private static Message pointer(Message query, Name asked, String name) {
    try {
      Message answer = empty(query, Rcode.NOERROR);
      Name target = Name.fromString(name, Name.root);
      answer.addRecord(new PTRRecord(asked, DClass.IN, TTL_SECONDS, target), Section.ANSWER);
      return answer;
    } catch (TextParseException e) {
      return empty(query, Rcode.NXDOMAIN); // a part of it has more than 63 letters
    }
  }

  private static Message empty(Message query, int code) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    if (query.getHeader().getFlag(Flags.RD)) {
      answer.getHeader().setFlag(Flags.RD);
    }
    answer.getHeader().setRcode(code);
    if (query.getQuestion() != null) {
      answer.addRecord(query.getQuestion(), Section.QUESTION);
    }
    return answer;
  }

  private static String plain(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }
}
