package dev.minidocker.cli;

import dev.minidocker.build.Progress;
import dev.minidocker.commandline.Printable;
import dev.minidocker.image.Digest;

/** How a build goes on, as docker has always told it: line after line on standard output. */
final class PlainProgress implements Progress {
  @Override
  public void step(int number, int of, String instruction) {
    System.out.println("Step " + number + "/" + of + " : " + Printable.of(instruction));
    System.out.flush(); // what the step prints comes behind it
  }

  @Override
  public void cached(Digest image) {
    System.out.println(" ---> Using cache");
    made(image);
  }

  @Override
  public void made(Digest image) {
    System.out.println(" ---> " + image.shortened());
  }

  @Override
  public void warn(String message) {
    System.err.println("mini-docker: " + Printable.of(message));
  }
}
