package dev.minidocker.labkit.doctor;

import java.util.Locale;

/** Whether this machine, for this user, can do something. */
public enum Answer {
  YES,
  PARTLY,
  NO;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
