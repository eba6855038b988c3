package dev.minidocker.image.registry;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.internal.SingleByte;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;

/**
 * A blob while it arrives. Where the connection breaks, it goes on from there; at the end it is
 * held against its size and its digest.
 */
final class RemoteBlob extends InputStream {
  private static final int ATTEMPTS = 5;

  private final RegistryClient client;
  private final Digest digest;
  private final long bytes;
  private final MessageDigest seen = Digest.sha256();
  private InputStream body;
  private long position;
  private int attempts;
  private boolean verified;

  RemoteBlob(RegistryClient client, Digest digest, long bytes) throws IOException {
    this.client = client;
    this.digest = digest;
    this.bytes = bytes;
    this.body = open();
  }

  private InputStream open() throws IOException {
    HttpRequest.Builder request = client.request("blobs/" + digest);
    if (position > 0) {
      request.header("Range", "bytes=" + position + "-");
    }
    HttpResponse<InputStream> response = client.send(request);
    if (response.statusCode() != 200 && response.statusCode() != 206) {
      throw client.refused("blob " + digest, response);
    }
    InputStream opened = RegistryClient.body(response);
    if (response.statusCode() == 200) { // this server knows no ranges
      opened.skipNBytes(position);
    }
    return opened;
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (position < bytes) {
      int read = tryRead(buffer, offset, (int) Math.min(length, bytes - position));
      if (read > 0) {
        seen.update(buffer, offset, read);
        position += read;
        return read;
      }
    }
    verify();
    return -1;
  }

  /** 0 or less where the connection had to be made anew. */
  private int tryRead(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = body.read(buffer, offset, length);
      if (read >= 0) {
        return read;
      }
      resume(new IOException("the registry sent " + position + " bytes of " + bytes));
    } catch (IOException e) {
      resume(e);
    }
    return 0;
  }

  private void resume(IOException cause) throws IOException {
    attempts++;
    if (attempts >= ATTEMPTS) {
      throw new IOException("blob " + digest + " does not arrive: " + cause.getMessage(), cause);
    }
    body.close();
    body = open();
  }

  private void verify() {
    if (!verified && !Digest.of(seen).equals(digest)) {
      throw new ImageException(
          "the registry sent something else than the blob " + digest + "; nothing of it was kept");
    }
    verified = true;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
