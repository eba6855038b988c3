package dev.minidocker.labs.ipc.model;

import java.util.ArrayDeque;
import java.util.Deque;

/** One System V object: how it can be found, and what is in it. */
public final class IpcObject {
  /** The key that no second get finds; {@code IPC_PRIVATE} of the headers. */
  public static final int PRIVATE = 0;

  private final int id;
  private final int key;
  private final Deque<Integer> messages = new ArrayDeque<>();
  private int value;
  private int attachments;
  private boolean doomed;

  IpcObject(int id, int key) {
    this.id = id;
    this.key = key;
  }

  IpcObject(IpcObject other) {
    this(other.id, other.key);
    messages.addAll(other.messages);
    value = other.value;
  }

  public int id() {
    return id;
  }

  public int key() {
    return key;
  }

  /** Removed, but still attached somewhere. */
  void doom() {
    doomed = true;
  }

  boolean isDoomed() {
    return doomed;
  }

  int attachments() {
    return attachments;
  }

  void attach() {
    attachments++;
  }

  void detach() {
    attachments--;
  }

  int value() {
    return value;
  }

  void setValue(int newValue) {
    value = newValue;
  }

  Deque<Integer> messages() {
    return messages;
  }
}
