package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.Ruleset.ListedChain;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedRule;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedSet;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedTable;
import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.netlink.NetlinkConnection;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.NetlinkTransport;
import dev.minidocker.linux.netlink.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The tables of one network namespace, over a socket of nfnetlink that belongs to it.
 *
 * <p>Every method throws {@link ErrnoException} if the kernel refuses, with the reason and what to
 * do. It may be used from any thread.
 */
public final class Nftables implements AutoCloseable {
  /** A ruleset that changes all the time is one that nobody can have. */
  private static final int ATTEMPTS = 20;

  private static final int NFTA_GEN_ID = 1;
  private static final int NFNL_BATCH_GENID = 1;

  private final NetlinkConnection connection;

  public Nftables(NetlinkTransport transport) {
    this.connection = new NetlinkConnection(transport, NftablesRefusals::remedy);
  }

  /** The network namespace that this JVM is in. */
  public static Nftables here() {
    return new Nftables(NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
  }

  /**
   * The network namespace in which a process opened a socket of nfnetlink.
   *
   * @param process a descriptor of it
   * @param socket the socket, as it numbers it
   */
  public static Nftables of(Fd process, int socket) {
    return new Nftables(NetlinkSocket.takenFrom(process, socket));
  }

  /**
   * Has all of it done at one moment, or nothing: no packet meets a ruleset that is half changed.
   *
   * @throws ErrnoException of the first change that was refused; nothing has been done then
   */
  public void commit(List<Request> changes) {
    commit(changes, Fields.NONE);
  }

  /**
   * The same, unless somebody changed something since.
   *
   * @param generation of a {@link Ruleset} that was listed before
   * @throws ErrnoException ERESTART if somebody did: list again
   */
  public void commitIfUnchanged(int generation, List<Request> changes) {
    commit(changes, Fields.NONE.with(NFNL_BATCH_GENID, generation));
  }

  private void commit(List<Request> changes, Fields condition) {
    connection.transact(begin(condition), changes, end());
  }

  static Request begin(Fields condition) {
    return batch(NfnetlinkMessage.NFNL_MSG_BATCH_BEGIN, condition, "begin of a batch");
  }

  static Request end() {
    return batch(NfnetlinkMessage.NFNL_MSG_BATCH_END, Fields.NONE, "end of a batch");
  }

  private static Request batch(int type, Fields fields, String text) {
    return new Request(type, Set.of(), NfnetlinkMessage.ofBatch(fields).encode(), text);
  }

  /** A number that changes with every transaction. */
  public int generation() {
    Request request = ofAll(NfnetlinkMessage.NFT_MSG_GETGEN, "list generation");
    return NfnetlinkMessage.decode(connection.ask(request).get(0).payload())
        .fields()
        .number(NFTA_GEN_ID);
  }

  /**
   * All tables, as they were at one moment: what is changed while it is listed is listed again.
   *
   * @throws ErrnoException EINTR if it never was at rest
   */
  public Ruleset ruleset() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int before = generation();
      try {
        List<ListedTable> tables = tables();
        if (generation() == before) {
          return new Ruleset(before, tables);
        }
      } catch (ErrnoException e) {
        if (e.errno() != Errno.ENOENT || generation() == before) { // a set that is gone meanwhile
          throw e;
        }
      }
    }
    throw new ErrnoException(
        "list ruleset",
        Errno.EINTR,
        "It changed during each of " + ATTEMPTS + " attempts. Try again");
  }

  /** The chains of all tables, without their rules: one question, however much is in them. */
  public List<Chain> chains() {
    return dump(NfnetlinkMessage.NFT_MSG_GETCHAIN, "list chains").stream()
        .map(Chain::decode)
        .toList();
  }

  private List<ListedTable> tables() {
    List<NfnetlinkMessage> chains = dump(NfnetlinkMessage.NFT_MSG_GETCHAIN, "list chains");
    List<NfnetlinkMessage> rules = dump(NfnetlinkMessage.NFT_MSG_GETRULE, "list rules");
    List<NfnetlinkMessage> sets = dump(NfnetlinkMessage.NFT_MSG_GETSET, "list sets");
    List<ListedTable> tables = new ArrayList<>();
    for (NfnetlinkMessage message : dump(NfnetlinkMessage.NFT_MSG_GETTABLE, "list tables")) {
      Table table = Table.decode(message);
      List<NfnetlinkMessage> chainsHere =
          chains.stream().filter(m -> in(table, m, Chain.tableOf(m.fields()))).toList();
      List<NfnetlinkMessage> rulesHere =
          rules.stream().filter(m -> in(table, m, Rule.tableOf(m.fields()))).toList();
      tables.add(
          new ListedTable(
              table,
              Table.handle(message.fields()),
              sets.stream()
                  .filter(m -> in(table, m, NamedSet.tableOf(m.fields())))
                  .map(m -> set(table, m.fields()))
                  .toList(),
              chainsHere.stream().map(m -> chain(m, rulesHere)).toList()));
    }
    return tables;
  }

  private static boolean in(Table table, NfnetlinkMessage message, String name) {
    return message.family() == table.family().number() && name.equals(table.name());
  }

  private static ListedChain chain(NfnetlinkMessage message, List<NfnetlinkMessage> rules) {
    Chain chain = Chain.decode(message);
    return new ListedChain(
        chain,
        Chain.handle(message.fields()),
        rules.stream()
            .map(NfnetlinkMessage::fields)
            .filter(rule -> Rule.chainOf(rule).equals(chain.name()))
            .map(rule -> new ListedRule(Rule.handle(rule), Rule.decode(rule)))
            .toList());
  }

  private ListedSet set(Table table, Fields fields) {
    NamedSet set = NamedSet.decode(fields);
    Request request =
        new Request(
            NfnetlinkMessage.NFT_MSG_GETSETELEM,
            Set.of(),
            NfnetlinkMessage.of(table.family(), Element.reference(table, set.name())).encode(),
            "list set " + table.family() + " " + table.name() + " " + set.name());
    List<Element> elements =
        dump(request).stream().flatMap(m -> Element.decodeAll(m.fields()).stream()).toList();
    return new ListedSet(
        set,
        NamedSet.handle(fields),
        set.isOfIntervals() ? elements.stream().sorted(Element.IN_ORDER).toList() : elements);
  }

  private static Request ofAll(int type, String text) {
    return new Request(type, Set.of(), NfnetlinkMessage.ofAll(Fields.NONE).encode(), text);
  }

  private List<NfnetlinkMessage> dump(int type, String text) {
    return dump(ofAll(type, text));
  }

  private List<NfnetlinkMessage> dump(Request request) {
    return connection.dump(request).stream()
        .map(message -> NfnetlinkMessage.decode(message.payload()))
        .toList();
  }

  @Override
  public void close() {
    connection.close();
  }
}
