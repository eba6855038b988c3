package dev.minidocker.engine.storage;

import dev.minidocker.labs.unionfs.OverlayConfig;
import dev.minidocker.labs.unionfs.UnionMechanism;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import java.nio.file.Path;

/** What a container's program has to mount before it can make it its root. */
public sealed interface RootFilesystem {

  /** Where it appears. */
  Path target();

  /** The steps that mount it. */
  Program mount(UnionMechanism unions);

  /** Layers that look like one tree. */
  record Union(OverlayConfig overlay) implements RootFilesystem {
    @Override
    public Path target() {
      return overlay.target();
    }

    @Override
    public Program mount(UnionMechanism unions) {
      return unions.mount(overlay);
    }
  }

  /** A tree that is whole already. */
  record Tree(Path tree, Path target) implements RootFilesystem {
    @Override
    public Program mount(UnionMechanism unions) {
      return Program.of(
              Mounts.bind(tree.toString(), target.toString())
                  .because("the container's own copy of all files; pivot_root wants a mount"))
          .inChapter("unionfs");
    }
  }
}
