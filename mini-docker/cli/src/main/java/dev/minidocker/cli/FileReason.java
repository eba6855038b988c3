package dev.minidocker.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why a file of the user's cannot be read or written, in words: Java's exceptions often have none.
 */
final class FileReason {
  private FileReason() {}

  static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof CharacterCodingException) {
      return "it is not a text in UTF-8";
    } else if (e instanceof FileSystemException specific && specific.getReason() != null) {
      return specific.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
