package dev.minidocker.labs.user.model;

import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.List;
import java.util.OptionalLong;

/** Misunderstandings of user namespaces. The laws must tell each from the truth. */
final class Mutants {
  private Mutants() {}

  static List<UserModel> all() {
    return List.of(
        new TheMapIsReadBackwards(),
        new StrangersAreRoot(),
        new StrangersKeepTheirNumber(),
        new NestedMapsStartAtTheHost(),
        new ALineMayComeFromSeveral(),
        new AMapMayBeCorrected(),
        new RootInsideMayMapAnybody(),
        new OwnGroupNeedsNoDenial(),
        new RangesMayOverlap(),
        new StrangersMayMakeNamespaces(),
        new CapabilitiesReachEveryFile());
  }

  private static final class TheMapIsReadBackwards extends UserModel {
    @Override
    protected OptionalLong toOutside(UidMap map, long id) {
      return map.toInside(id);
    }

    @Override
    protected OptionalLong toInside(UidMap map, long id) {
      return map.toOutside(id);
    }
  }

  private static final class StrangersAreRoot extends UserModel {
    @Override
    protected long shown(OptionalLong id, long number) {
      return id.orElse(0);
    }
  }

  private static final class StrangersKeepTheirNumber extends UserModel {
    @Override
    protected long shown(OptionalLong id, long number) {
      return id.orElse(number);
    }
  }

  private static final class NestedMapsStartAtTheHost extends UserModel {
    @Override
    public OptionalLong comesIn(Namespace namespace, Kind kind, long id) {
      return toOutside(namespace.map(kind), id);
    }

    @Override
    public OptionalLong goesOut(Namespace namespace, Kind kind, long number) {
      return toInside(namespace.map(kind), number);
    }
  }

  private static final class ALineMayComeFromSeveral extends UserModel {
    @Override
    protected boolean isWithinOne(UidMap parent, Range range) {
      return parent.toOutside(range.outside()).isPresent()
          && parent.toOutside(range.outside() + range.count() - 1).isPresent();
    }
  }

  private static final class AMapMayBeCorrected extends UserModel {
    @Override
    protected boolean isWritten(UidMap map) {
      return false;
    }
  }

  private static final class RootInsideMayMapAnybody extends UserModel {
    @Override
    protected boolean mayBeAnybody(Person writer, Namespace target, Kind kind) {
      return writer.may(kind.capability, target);
    }
  }

  private static final class OwnGroupNeedsNoDenial extends UserModel {
    @Override
    protected boolean mayMapOwnGroup(Namespace target) {
      return true;
    }
  }

  private static final class RangesMayOverlap extends UserModel {
    @Override
    protected boolean isMap(UidMap map) {
      return !map.ranges().isEmpty()
          && map.ranges().stream().allMatch(range -> super.isMap(new UidMap(List.of(range))));
    }
  }

  private static final class StrangersMayMakeNamespaces extends UserModel {
    @Override
    protected boolean mayMakeNamespace(Person maker) {
      return true;
    }
  }

  private static final class CapabilitiesReachEveryFile extends UserModel {
    @Override
    protected boolean reaches(Person person, Owner file) {
      return true;
    }
  }
}
