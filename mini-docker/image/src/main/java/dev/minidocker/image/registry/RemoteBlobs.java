package dev.minidocker.image.registry;

import dev.minidocker.image.Digest;
import dev.minidocker.image.LayerOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The blobs of one repository, to be added to; OCI distribution-spec, "Pushing Blobs". */
record RemoteBlobs(RegistryClient client, String repository) {
  private static final Duration UPLOAD = Duration.ofHours(1);

  boolean has(Digest digest) throws IOException {
    HttpResponse<InputStream> response =
        client.send(client.request("blobs/" + digest).method("HEAD", BodyPublishers.noBody()));
    response.body().close();
    return response.statusCode() == 200;
  }

  /**
   * Has the registry take a blob over from another of its repositories, so that it need not be
   * sent.
   *
   * @return whether it did: it need not, nor may everybody read the other repository
   */
  boolean mount(LayerOrigin origin) throws IOException {
    String query = "?mount=" + origin.digest() + "&from=" + origin.path();
    HttpResponse<InputStream> response =
        client.send(client.request("blobs/uploads/" + query).POST(BodyPublishers.noBody()));
    response.body().close();
    if (response.statusCode() == 202) { // it waits for an upload now, which will not come
      client.send(client.request(location(response).toString()).DELETE()).body().close();
    }
    return response.statusCode() == 201;
  }

  void upload(Digest digest, BodyPublisher content) throws IOException {
    HttpResponse<InputStream> begun =
        client.send(client.request("blobs/uploads/").POST(BodyPublishers.noBody()));
    if (begun.statusCode() != 202) {
      throw client.refused("an upload to " + repository, begun);
    }
    begun.body().close();
    String location = location(begun).toString();
    String target = location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
    HttpResponse<InputStream> done =
        client.send(
            client
                .request(target)
                .header("Content-Type", "application/octet-stream")
                .timeout(UPLOAD)
                .PUT(content));
    if (done.statusCode() != 201) {
      throw client.refused("the upload of blob " + digest, done);
    }
    done.body().close();
  }

  private static URI location(HttpResponse<?> begun) {
    return begun.uri().resolve(begun.headers().firstValue("Location").orElse(""));
  }
}
