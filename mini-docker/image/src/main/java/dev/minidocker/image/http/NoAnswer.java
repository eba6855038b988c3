package dev.minidocker.image.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** Why a request has got no answer. */
public final class NoAnswer {
  private NoAnswer() {}

  /** Whether there was no connection: asking at once again would only take more time. */
  public static boolean isConnectionMissing(IOException e) {
    return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
  }

  /** In words; the JDK often has none. */
  public static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "its host's name is not known here; check the name, and the network";
      }
    }
    if (e instanceof HttpConnectTimeoutException) {
      return "it does not take the connection; check its name, and the network";
    }
    return e.getMessage() == null ? "no connection; does it run?" : e.getMessage();
  }
}
