package dev.minidocker.labs.networking.nftables.expression;

/** An expression that this project does not make, kept as it came. */
public record Foreign(String name, Fields data) implements Expression {

  @Override
  public String toString() {
    return "[ " + name + " ]";
  }
}
