package dev.minidocker.engine;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.engine.network.Connection;
import dev.minidocker.engine.network.NetworkClient;
import dev.minidocker.engine.network.NetworkMode;
import java.nio.file.Path;
import java.util.Optional;

/** What one container asks of networks, where the containers are that it may share one with. */
final class ContainerNetwork {
  private final ContainerStore store;
  private final ContainerSpec spec;
  private final String id;
  private final boolean rootless;
  private final Optional<ContainerState> other;

  /**
   * @param rootless whether the container is in a user namespace
   * @throws ContainerException if there is no such container as it wants to share a network with
   */
  ContainerNetwork(ContainerStore store, ContainerSpec spec, String id, boolean rootless) {
    this.store = store;
    this.spec = spec;
    this.id = id;
    this.rootless = rootless;
    this.other = spec.network().otherContainer().map(new KeptContainers(store)::find);
  }

  /** Gives it what it asks for. */
  Connection connect() {
    return store.networks().connect(spec.network(), client());
  }

  /** What it would be given. */
  NetworkMode plan() {
    return store.networks().plan(spec.network(), client());
  }

  private NetworkClient client() {
    return new NetworkClient(
        id, spec.name(), rootless, other.map(new KeptContainers(store)::process), store::sweep);
  }

  /** Who shares a network goes by the name that is known there, unless another was asked for. */
  String hostname() {
    return spec.hostname()
        .or(() -> other.map(state -> Ids.shortened(state.record().id())))
        .orElseGet(() -> Planner.hostname(spec, id));
  }

  /** The directory of the container whose network it shares. */
  Optional<Path> otherDirectory() {
    return other.map(state -> store.path(state.record().id()));
  }
}
