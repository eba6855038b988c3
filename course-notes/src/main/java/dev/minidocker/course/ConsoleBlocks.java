package dev.minidocker.course;

import java.util.ArrayList;
import java.util.List;
import org.asciidoctor.ast.Block;
import org.asciidoctor.ast.Document;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.Treeprocessor;

/** Puts our own HTML in the place of every console block of a document. */
final class ConsoleBlocks extends Treeprocessor {
  private final ConsoleHtml html;
  private final Results results;
  private final List<String> found = new ArrayList<>();

  ConsoleBlocks(ConsoleHtml html, Results results) {
    this.html = html;
    this.results = results;
  }

  /** The texts of the blocks that have been replaced. */
  List<String> found() {
    return found;
  }

  @Override
  public Document process(Document document) {
    replaceIn(document);
    return document;
  }

  private void replaceIn(StructuralNode parent) {
    List<StructuralNode> blocks = parent.getBlocks();
    for (int i = 0; i < blocks.size(); i++) {
      StructuralNode block = blocks.get(i);
      if (block instanceof Block listing && isConsole(block)) {
        found.add(listing.getSource());
        String text = html.of(listing.getSource(), results.of(listing.getSource()));
        blocks.set(i, createBlock(parent, "pass", text));
      } else {
        replaceIn(block);
      }
    }
  }

  private static boolean isConsole(StructuralNode block) {
    return block.getContext().equals("listing") && "console".equals(block.getAttribute("language"));
  }
}
