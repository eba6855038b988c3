package dev.minidocker.labs.networking.nftables;

import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_APPEND;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_CREATE;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_EXCL;

import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.netlink.MessageFlag;
import dev.minidocker.linux.netlink.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Requests about one table; they go to {@link Nftables#commit} together. All need CAP_NET_ADMIN in
 * the user namespace that owns the network namespace.
 */
public record Changes(Table table) {
  /** As many as surely fit into one attribute. */
  private static final int ELEMENTS_EACH = 200;

  /** Makes the table, if it is not there. */
  public Request add() {
    return addTable(Set.of(NLM_F_CREATE), "add ");
  }

  /** Makes the table. EEXIST: it is there. */
  public Request create() {
    return addTable(Set.of(NLM_F_CREATE, NLM_F_EXCL), "create ");
  }

  private Request addTable(Set<MessageFlag> flags, String how) {
    return request(NfnetlinkMessage.NFT_MSG_NEWTABLE, flags, table.encode(), how + table);
  }

  /** Removes it and all that is in it. ENOENT: it is not there. */
  public Request delete() {
    return request(
        NfnetlinkMessage.NFT_MSG_DELTABLE, Set.of(), table.reference(), "delete " + table);
  }

  /** Makes a chain, if it is not there. */
  public Request add(Chain chain) {
    String place = chain.base().map(base -> " { " + base + "; }").orElse("");
    return request(
        NfnetlinkMessage.NFT_MSG_NEWCHAIN,
        Set.of(NLM_F_CREATE),
        chain.encode(table),
        "add chain " + in(chain.name()) + place);
  }

  /** Removes a chain. EBUSY: rules are in it, or one jumps to it. ENOENT: it is not there. */
  public Request deleteChain(String chain) {
    return request(
        NfnetlinkMessage.NFT_MSG_DELCHAIN,
        Set.of(),
        Chain.reference(table, chain),
        "delete chain " + in(chain));
  }

  /** Removes all rules of a chain. */
  public Request flushChain(String chain) {
    return request(
        NfnetlinkMessage.NFT_MSG_DELRULE,
        Set.of(),
        Rule.reference(table, chain),
        "flush chain " + in(chain));
  }

  /** Puts a rule behind all others of a chain. ENOENT: no such chain, or a set that it names. */
  public Request append(String chain, Rule rule) {
    return request(
        NfnetlinkMessage.NFT_MSG_NEWRULE,
        Set.of(NLM_F_CREATE, NLM_F_APPEND),
        rule.encode(table, chain),
        "add rule " + in(chain) + " " + rule);
  }

  /** Puts a rule before all others of a chain. */
  public Request insert(String chain, Rule rule) {
    return request(
        NfnetlinkMessage.NFT_MSG_NEWRULE,
        Set.of(NLM_F_CREATE),
        rule.encode(table, chain),
        "insert rule " + in(chain) + " " + rule);
  }

  /** Puts a rule behind the one with this handle. ENOENT: there is none. */
  public Request appendBehind(String chain, long handle, Rule rule) {
    return request(
        NfnetlinkMessage.NFT_MSG_NEWRULE,
        Set.of(NLM_F_CREATE, NLM_F_APPEND),
        Rule.at(rule.encode(table, chain), handle),
        "add rule " + in(chain) + " handle " + handle + " " + rule);
  }

  /** Puts a rule before the one with this handle. ENOENT: there is none. */
  public Request insertBefore(String chain, long handle, Rule rule) {
    return request(
        NfnetlinkMessage.NFT_MSG_NEWRULE,
        Set.of(NLM_F_CREATE),
        Rule.at(rule.encode(table, chain), handle),
        "insert rule " + in(chain) + " handle " + handle + " " + rule);
  }

  /** Removes a rule. ENOENT: there is none with this handle. */
  public Request deleteRule(String chain, long handle) {
    return request(
        NfnetlinkMessage.NFT_MSG_DELRULE,
        Set.of(),
        Rule.reference(table, chain, handle),
        "delete rule " + in(chain) + " handle " + handle);
  }

  /** Makes a set or a map, if it is not there. EEXIST: one of another kind has its name. */
  public Request add(NamedSet set) {
    return request(
        NfnetlinkMessage.NFT_MSG_NEWSET,
        Set.of(NLM_F_CREATE),
        set.encode(table),
        "add " + (set.isMap() ? "map " : "set ") + in(set.name()));
  }

  /** Removes a set. EBUSY: a rule looks something up in it. ENOENT: it is not there. */
  public Request deleteSet(String set) {
    return request(
        NfnetlinkMessage.NFT_MSG_DELSET,
        Set.of(),
        NamedSet.reference(table, set),
        "delete set " + in(set));
  }

  /** Puts elements into a set. EEXIST: one is there, as a map's with something else. */
  public List<Request> addElements(NamedSet set, List<Element> elements) {
    return aboutElements(
        NfnetlinkMessage.NFT_MSG_NEWSETELEM, Set.of(NLM_F_CREATE, NLM_F_EXCL), set, elements);
  }

  /** Removes elements from a set. ENOENT: one is not there. */
  public List<Request> deleteElements(NamedSet set, List<Element> elements) {
    return aboutElements(NfnetlinkMessage.NFT_MSG_DELSETELEM, Set.of(), set, elements);
  }

  private List<Request> aboutElements(
      int type, Set<MessageFlag> flags, NamedSet set, List<Element> elements) {
    String how = type == NfnetlinkMessage.NFT_MSG_NEWSETELEM ? "add" : "delete";
    List<Request> requests = new ArrayList<>();
    for (int at = 0; at < elements.size(); at += ELEMENTS_EACH) {
      List<Element> some = elements.subList(at, Math.min(elements.size(), at + ELEMENTS_EACH));
      requests.add(
          request(
              type,
              flags,
              Element.encodeAll(table, set.name(), some),
              how + " element " + in(set.name()) + " " + SetText.elements(set, some)));
    }
    return requests;
  }

  private String in(String object) {
    return table.family() + " " + table.name() + " " + object;
  }

  private Request request(int type, Set<MessageFlag> flags, Fields fields, String text) {
    return new Request(type, flags, NfnetlinkMessage.of(table.family(), fields).encode(), text);
  }
}
