package dev.minidocker.image;

import java.io.IOException;
import java.io.InputStream;

/** Where a layer's archive can be had, if it is needed. */
@FunctionalInterface
public interface LayerSource {
  /** Opens it: a tar, plain or compressed. Its reader closes it, after having read all of it. */
  InputStream open() throws IOException;
}
