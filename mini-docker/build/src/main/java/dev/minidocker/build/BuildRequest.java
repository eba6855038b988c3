package dev.minidocker.build;

import dev.minidocker.build.context.Context;
import dev.minidocker.build.dockerfile.Dockerfile;
import dev.minidocker.engine.network.NetworkRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be built.
 *
 * @param context the files that COPY and ADD may take
 * @param names the names that the image gets; it may have none
 * @param arguments values for the ARG instructions
 * @param target the stage to end with; the last one if empty
 * @param cached whether what earlier builds have made is used
 * @param network whom RUN instructions reach; it changes nothing about what is cached
 */
public record BuildRequest(
    Context context,
    Dockerfile dockerfile,
    List<String> names,
    Map<String, String> arguments,
    Optional<String> target,
    boolean cached,
    NetworkRequest network) {

  public BuildRequest {
    names = List.copyOf(names);
    arguments = Map.copyOf(arguments);
  }
}
