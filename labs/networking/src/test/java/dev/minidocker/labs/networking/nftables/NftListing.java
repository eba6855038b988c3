package dev.minidocker.labs.networking.nftables;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.minidocker.labs.networking.Hosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What nft(8) lists: objects from its JSON, each as a line; rules from its text, since that is how
 * ours are written.
 */
record NftListing(JsonArray json, String text) {
  private static final Pattern HANDLE = Pattern.compile("(.*) # handle ([0-9]+)");

  static NftListing of(Hosts hosts) {
    String json = hosts.run("", "nft", "-j", "list", "ruleset");
    String text = hosts.run("", "nft", "-a", "-y", "list", "ruleset");
    return new NftListing(
        JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("nftables"), text);
  }

  /** Tables, chains, sets, maps and their elements. */
  SortedSet<String> objects() {
    SortedSet<String> lines = new TreeSet<>();
    for (JsonElement element : json) {
      JsonObject object = element.getAsJsonObject();
      String kind = object.keySet().iterator().next();
      JsonObject what = object.getAsJsonObject(kind);
      switch (kind) {
        case "table" -> lines.add(table(what));
        case "chain" -> lines.add(chain(what));
        case "set", "map" -> lines.addAll(set(kind, what));
        default -> {}
      }
    }
    return lines;
  }

  private static String table(JsonObject table) {
    return "table " + words(table, "family", "name", "handle");
  }

  private static String chain(JsonObject chain) {
    String name = "chain " + words(chain, "family", "table", "name", "handle");
    return chain.has("hook") ? name + " " + words(chain, "type", "hook", "prio", "policy") : name;
  }

  private static List<String> set(String kind, JsonObject set) {
    List<String> lines = new ArrayList<>();
    String name = kind + " " + words(set, "family", "table", "name", "handle");
    String type = name + " " + joined(set.get("type"));
    lines.add(set.has("map") ? type + " : " + joined(set.get("map")) : type);
    if (set.has("elem")) {
      set.getAsJsonArray("elem").forEach(element -> lines.add(name + " " + entry(set, element)));
    }
    return lines;
  }

  private static String entry(JsonObject set, JsonElement element) {
    boolean names = set.get("type").toString().contains("ifname");
    if (set.has("map")) {
      JsonArray pair = element.getAsJsonArray();
      return value(pair.get(0), names) + " : " + value(pair.get(1), false);
    }
    return value(element, names);
  }

  private static String value(JsonElement value, boolean quoted) {
    if (!value.isJsonObject()) {
      return quoted ? value.toString() : value.getAsString();
    }
    JsonObject object = value.getAsJsonObject();
    String kind = object.keySet().iterator().next();
    JsonElement what = object.get(kind);
    return switch (kind) {
      case "concat" -> String.join(" . ", list(what).stream().map(v -> value(v, quoted)).toList());
      case "range" -> String.join("-", list(what).stream().map(v -> value(v, quoted)).toList());
      case "prefix" -> words(what.getAsJsonObject(), "addr", "len").replace(' ', '/');
      case "jump", "goto" -> kind + " " + words(what.getAsJsonObject(), "target");
      default -> kind;
    };
  }

  private static List<JsonElement> list(JsonElement array) {
    return array.getAsJsonArray().asList();
  }

  private static String joined(JsonElement type) {
    return type.isJsonArray()
        ? String.join(" . ", list(type).stream().map(JsonElement::getAsString).toList())
        : type.getAsString();
  }

  private static String words(JsonObject object, String... keys) {
    List<String> words = new ArrayList<>();
    for (String key : keys) {
      words.add(object.get(key).getAsString());
    }
    return String.join(" ", words);
  }

  /** The rules of each table, each behind its handle. */
  Map<String, List<String>> rules() {
    Map<String, List<String>> rules = new TreeMap<>();
    String table = "";
    String chain = "";
    for (String line : text.lines().map(String::strip).toList()) {
      Matcher matcher = HANDLE.matcher(line);
      if (line.startsWith("table ")) {
        table = line.substring(0, line.indexOf(" {"));
      } else if (line.startsWith("chain ")) {
        chain = table + " " + line.substring(6, line.indexOf(" {"));
        rules.put(chain, new ArrayList<>());
      } else if (matcher.matches() && !line.contains(" { #")) {
        rules.get(chain).add(matcher.group(2) + ": " + matcher.group(1));
      }
    }
    return rules;
  }

  /** The numbers of all rules. */
  SortedSet<String> handles() {
    SortedSet<String> handles = new TreeSet<>();
    rules().forEach((chain, rules) -> rules.forEach(r -> handles.add(chain + handle(r))));
    return handles;
  }

  private static String handle(String rule) {
    return " " + rule.substring(0, rule.indexOf(':'));
  }

  static SortedSet<String> handlesOf(Ruleset ruleset) {
    SortedSet<String> handles = new TreeSet<>();
    rulesOf(ruleset).forEach((chain, rules) -> rules.forEach(r -> handles.add(chain + handle(r))));
    return handles;
  }

  static Map<String, List<String>> rulesOf(Ruleset ruleset) {
    Map<String, List<String>> rules = new TreeMap<>();
    for (Ruleset.ListedTable table : ruleset.tables()) {
      RuleText text = new RuleText(table.table().family());
      for (Ruleset.ListedChain chain : table.chains()) {
        rules.put(
            table.table() + " " + chain.chain().name(),
            chain.rules().stream().map(r -> r.handle() + ": " + text.of(r.rule())).toList());
      }
    }
    return rules;
  }

  /** The same lines of what we list. */
  static SortedSet<String> objectsOf(Ruleset ruleset) {
    SortedSet<String> lines = new TreeSet<>();
    for (Ruleset.ListedTable listed : ruleset.tables()) {
      Table table = listed.table();
      String in = " " + table.family() + " " + table.name() + " ";
      lines.add("table" + in + listed.handle());
      for (Ruleset.ListedChain chain : listed.chains()) {
        lines.add(
            "chain" + in + chain.chain().name() + " " + chain.handle() + place(chain.chain()));
      }
      for (Ruleset.ListedSet set : listed.sets()) {
        String name =
            (set.set().isMap() ? "map" : "set") + in + set.set().name() + " " + set.handle() + " ";
        lines.add(name + type(set.set()));
        set.texts().forEach(element -> lines.add(name + element));
      }
    }
    return lines;
  }

  private static String place(Chain chain) {
    return chain
        .base()
        .map(b -> " " + b.type() + " " + b.hook() + " " + b.priority() + " " + b.policy())
        .orElse("");
  }

  private static String type(NamedSet set) {
    String key = String.join(" . ", set.key().stream().map(DataType::toString).toList());
    if (!set.isMap()) {
      return key;
    }
    boolean verdict = set.dataType() == NamedSet.NFT_DATA_VERDICT;
    String data = String.join(" . ", set.data().stream().map(DataType::toString).toList());
    return key + " : " + (verdict ? "verdict" : data);
  }
}
