package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.image.registry.RemoteReference;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docker takes a name for; the left column is what people write. */
class RemoteReferenceTest {

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine:latest, alpine:latest",
    "alpine:3.19, docker.io/library/alpine:3.19, alpine:3.19",
    "docker.io/library/alpine, docker.io/library/alpine:latest, alpine:latest",
    "docker.io/alpine, docker.io/library/alpine:latest, alpine:latest",
    "user/app, docker.io/user/app:latest, user/app:latest",
    "localhost/app, localhost/app:latest, localhost/app:latest",
    "localhost:5000/a/b:c, localhost:5000/a/b:c, localhost:5000/a/b:c",
    "quay.io/a/b, quay.io/a/b:latest, quay.io/a/b:latest",
    "127.0.0.1:5000/x, 127.0.0.1:5000/x:latest, 127.0.0.1:5000/x:latest"
  })
  void aNameIsUnderstoodAsDockerDoes(String written, String whole, String familiar) {
    RemoteReference reference = RemoteReference.parse(written);
    assertEquals(List.of(whole, familiar), List.of(reference.toString(), reference.familiar()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a:", "a@sha256:0", "a@b", "UPPER/x", "a b", "-a", "a//b"})
  void whatIsNoNameIsRefused(String written) {
    assertThrows(ImageException.class, () -> RemoteReference.parse(written));
  }
}
