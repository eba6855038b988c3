package dev.minidocker.engine;

import dev.minidocker.image.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All containers of a state directory, those that run and those that were kept. */
public final class KeptContainers {
  private static final int SHORT_ID = 12;

  private final ContainerStore store;

  KeptContainers(ContainerStore store) {
    this.store = store;
  }

  /** As they are now, the newest first. */
  public List<ContainerState> list() {
    store.sweep();
    List<ContainerState> states = new ArrayList<>();
    for (String id : store.ids()) {
      ContainerDirectory.stateOf(id, store.path(id)).ifPresent(states::add);
    }
    states.sort(
        Comparator.comparingLong((ContainerState state) -> state.record().createdMillis())
            .reversed());
    return states;
  }

  /** Names of the containers that need this image. */
  public List<String> using(Digest image) {
    return list().stream()
        .filter(state -> state.record().imageId().equals(image))
        .map(state -> state.name().orElse(state.record().id().substring(0, SHORT_ID)))
        .toList();
  }

  /**
   * Takes hold of a container that has ended.
   *
   * @param reference its name, its id, or the beginning of only one id
   * @throws ContainerException if there is none, or it runs
   */
  public StoppedContainer stopped(String reference) {
    String id = identify(reference);
    Optional<ContainerDirectory> directory = ContainerDirectory.ofDead(store.path(id));
    if (directory.isEmpty()) {
      throw new ContainerException(
          "container \"" + reference + "\" is running; wait for its end, or end it, and try again");
    }
    try {
      return new StoppedContainer(
          store, directory.get(), directory.get().record().orElseThrow(() -> none(reference)));
    } catch (RuntimeException e) {
      directory.get().close();
      throw e;
    }
  }

  private String identify(String reference) {
    List<ContainerState> all = list();
    Optional<String> named =
        all.stream()
            .filter(state -> state.name().equals(Optional.of(reference)))
            .map(state -> state.record().id())
            .findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    List<String> ids =
        all.stream()
            .map(state -> state.record().id())
            .filter(id -> !reference.isEmpty() && id.startsWith(reference))
            .collect(Collectors.toList());
    if (ids.size() > 1) {
      throw new ContainerException(
          "\"" + reference + "\" begins the ids of " + ids.size() + " containers; give more of it");
    }
    return ids.stream().findFirst().orElseThrow(() -> none(reference));
  }

  private static ContainerException none(String reference) {
    return new ContainerException(
        "no such container: \""
            + reference
            + "\". \"mini-docker ps -a\" lists them; those run with --rm are gone");
  }
}
