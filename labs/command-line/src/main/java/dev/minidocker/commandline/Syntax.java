package dev.minidocker.commandline;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a command accepts, and what it was given.
 *
 * <p>It is built by hand. picocli reads annotations as well, but for that the JVM makes classes
 * while it runs, which no start-up cache holds: a third of the time that a container takes to
 * start.
 */
public final class Syntax {
  private final CommandSpec spec;

  private Syntax(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * The syntax of a command, which has {@code --help} and nothing else yet.
   *
   * @param action what the command does; its result is the exit code
   */
  public static Syntax of(String name, String description, Callable<Integer> action) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
    spec.usageMessage().description(description);
    Syntax syntax = new Syntax(spec);
    spec.addOption(option("Show this text.", "--help").usageHelp(true).build());
    return syntax;
  }

  /** A command of this command, by its name and perhaps others. */
  public Syntax subcommand(String name, Command command, String... aliases) {
    CommandSpec sub = command.syntax().spec();
    sub.name(name).aliases(aliases);
    spec.addSubcommand(name, sub);
    spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    return this;
  }

  /** An option that is there or not. */
  public Syntax flag(String description, String... names) {
    spec.addOption(option(description, names).build());
    return this;
  }

  /** A flag that can be switched off: {@code --name=false}. */
  public Syntax truth(String description, boolean otherwise, String... names) {
    spec.addOption(
        option(description, names)
            .arity("0..1")
            .fallbackValue("true")
            .defaultValue(Boolean.toString(otherwise))
            .build());
    return this;
  }

  /** An option with a value; of several, the last counts. */
  public Syntax value(String label, String description, String... names) {
    spec.addOption(option(description, names).type(String.class).paramLabel(label).build());
    return this;
  }

  /** An option with a value that may be given many times. */
  public Syntax values(String label, String description, String... names) {
    spec.addOption(
        option(description, names)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(label)
            .build());
    return this;
  }

  /** An option without which the command makes no sense. */
  public Syntax requiredValue(String label, String description, String name) {
    spec.addOption(
        option(description, name).type(String.class).paramLabel(label).required(true).build());
    return this;
  }

  /** The next argument that is no option. */
  public Syntax argument(String label, String description) {
    String index = Integer.toString(spec.positionalParameters().size());
    spec.addPositional(argument(index, 1, "1", label, description).type(String.class).build());
    return this;
  }

  /** The last argument that is no option; it may be left out. */
  public Syntax optionalArgument(String label, String description) {
    String index = Integer.toString(spec.positionalParameters().size());
    spec.addPositional(argument(index, 0, "0..1", label, description).type(String.class).build());
    return this;
  }

  /** All further arguments. */
  public Syntax arguments(String label, String description, int atLeast) {
    String index = spec.positionalParameters().size() + "..*";
    spec.addPositional(
        argument(index, atLeast, atLeast + "..*", label, description)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    return this;
  }

  /** Whether the word after this one is the value of an option. */
  boolean takesValue(String word) {
    OptionSpec option = spec.findOption(word);
    return option != null && option.arity().min() > 0;
  }

  public CommandSpec spec() {
    return spec;
  }

  public boolean has(String option) {
    return Boolean.TRUE.equals(spec.findOption(option).getValue());
  }

  public Optional<String> valueOf(String option) {
    return Optional.ofNullable(spec.findOption(option).getValue());
  }

  public List<String> valuesOf(String option) {
    List<String> values = spec.findOption(option).getValue();
    return values == null ? List.of() : values;
  }

  public String argument(int index) {
    return spec.positionalParameters().get(index).getValue();
  }

  public Optional<String> optionalArgument(int index) {
    return Optional.ofNullable(argument(index));
  }

  public List<String> arguments(int index) {
    List<String> values = spec.positionalParameters().get(index).getValue();
    return values == null ? List.of() : values;
  }

  private static OptionSpec.Builder option(String description, String... names) {
    return OptionSpec.builder(names).type(boolean.class).description(description);
  }

  private static PositionalParamSpec.Builder argument(
      String index, int atLeast, String arity, String label, String description) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity(arity)
        .required(atLeast > 0)
        .paramLabel(label)
        .description(description);
  }
}
