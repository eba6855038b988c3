package dev.minidocker.cli;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An image in a made-up registry, whose layers come in small pieces. */
final class SlowImage implements MadeUpRegistry.Answers {
  private static final int PIECES = 20;

  private final Map<String, byte[]> blobs = new TreeMap<>();
  private final List<String> layers = new ArrayList<>();
  private final byte[] manifest;
  private final long pauseMillis;

  SlowImage(int layerCount, int layerBytes, long pauseMillis) throws IOException {
    this.pauseMillis = pauseMillis;
    StringBuilder descriptors = new StringBuilder();
    StringBuilder diffIds = new StringBuilder();
    for (int i = 0; i < layerCount; i++) {
      ByteArrayOutputStream tar = new ByteArrayOutputStream();
      try (var archive = new ArchiveTricksIT.Archive(tar, Path.of("/"))) {
        archive.program("f" + i + System.nanoTime(), "x".repeat(layerBytes));
      }
      String digest = add(tar.toByteArray());
      layers.add(digest);
      String comma = i == 0 ? "" : ",";
      diffIds.append(comma).append('"').append(digest).append('"');
      descriptors.append(comma).append(descriptor(digest));
    }
    String os = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String config =
        "{\"os\":\"linux\",\"architecture\":\"%s\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
            .formatted(os, diffIds);
    String configDigest = add(config.getBytes(StandardCharsets.UTF_8));
    this.manifest =
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
            .formatted(descriptor(configDigest), descriptors)
            .getBytes(StandardCharsets.UTF_8);
  }

  private String add(byte[] blob) {
    String digest = digest(blob);
    blobs.put(digest, blob);
    return digest;
  }

  private String descriptor(String digest) {
    return "{\"digest\":\"%s\",\"size\":%d}".formatted(digest, blobs.get(digest).length);
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The layers as {@code pull} names them, lowest first. */
  List<String> layerIds() {
    return layers.stream().map(digest -> digest.substring(7, 19)).toList();
  }

  String digest() {
    return digest(manifest);
  }

  @Override
  public void to(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.contains("/manifests/")) {
      MadeUpRegistry.send(exchange, 200, new String(manifest, StandardCharsets.UTF_8));
      return;
    }
    byte[] blob = blobs.get(path.substring(path.lastIndexOf('/') + 1));
    exchange.sendResponseHeaders(200, blob.length);
    OutputStream body = exchange.getResponseBody();
    int piece = blob.length / PIECES + 1;
    for (int from = 0; from < blob.length; from += piece) {
      body.write(blob, from, Math.min(piece, blob.length - from));
      body.flush();
      try {
        Thread.sleep(blob.length > 10_000 ? pauseMillis : 0);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
