package dev.minidocker.build.dockerfile;

/**
 * Lines of the Dockerfile that are a file's content: {@code <<NAME}, the lines, {@code NAME}.
 *
 * @param name the word that ends it, without quotes
 * @param content the lines between, each with its line feed
 * @param expand whether variables in it are replaced: the name was not quoted
 */
public record HereDocument(String name, String content, boolean expand) {}
