package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.ContainerState;
import dev.minidocker.engine.Host;
import dev.minidocker.engine.Machine;
import dev.minidocker.engine.storage.FilesystemType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code mini-docker info}: what there is, and on what machine; the fields are docker's. */
final class InfoCommand implements Command {
  private final Syntax syntax =
      Syntax.of("info", "Show what there is, and on what machine.", this)
          .value("TEMPLATE", "For example {{.Driver}}, or {{json .}}.", "-f", "--format");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Map<String, Object> info = info(Session.open());
    Optional<String> template = syntax.valueOf("--format");
    if (template.isPresent()) {
      System.out.println(new OutputTemplate(template.get()).fill(info));
    } else {
      print(info);
    }
    return 0;
  }

  private static Map<String, Object> info(Session session) {
    Machine machine = Machine.current();
    List<ContainerState> containers = session.engine().containers().list();
    long running = containers.stream().filter(ContainerState::running).count();
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("Containers", containers.size());
    info.put("ContainersRunning", running);
    info.put("ContainersPaused", 0);
    info.put("ContainersStopped", containers.size() - running);
    info.put("Images", session.images().list().size());
    info.put("ServerVersion", Version.number());
    info.put("Driver", session.engine().driver().name());
    String filesystem = FilesystemType.of(session.root()).dockersName();
    info.put("DriverStatus", List.of(List.of("Backing Filesystem", filesystem)));
    info.put("CgroupDriver", "cgroupfs");
    info.put("CgroupVersion", Integer.toString(Machine.cgroupVersion()));
    info.put("SecurityOptions", Host.current().rootless() ? List.of("name=rootless") : List.of());
    info.put("KernelVersion", machine.kernel());
    info.put("OperatingSystem", machine.operatingSystem());
    info.put("OSType", "linux");
    info.put("Architecture", machine.architecture());
    info.put("NCPU", machine.processors());
    info.put("MemTotal", machine.memoryBytes());
    info.put("Name", machine.name());
    info.put("DockerRootDir", session.root().toString());
    info.put("Warnings", warnings());
    return info;
  }

  private static List<String> warnings() {
    return Machine.missingLimits().stream().map(limit -> "No " + limit + " support").toList();
  }

  private static void print(Map<String, Object> info) {
    List<String> lines = new ArrayList<>();
    lines.add("Containers: " + info.get("Containers"));
    lines.add(" Running: " + info.get("ContainersRunning"));
    lines.add(" Paused: " + info.get("ContainersPaused"));
    lines.add(" Stopped: " + info.get("ContainersStopped"));
    lines.add("Images: " + info.get("Images"));
    lines.add("Server Version: " + info.get("ServerVersion"));
    lines.add("Storage Driver: " + info.get("Driver"));
    rows(info.get("DriverStatus")).forEach(row -> lines.add(" " + row.get(0) + ": " + row.get(1)));
    lines.add("Cgroup Driver: " + info.get("CgroupDriver"));
    lines.add("Cgroup Version: " + info.get("CgroupVersion"));
    List<String> options = texts(info.get("SecurityOptions"));
    if (!options.isEmpty()) {
      lines.add("Security Options:");
      options.forEach(option -> lines.add(" " + option.substring(option.indexOf('=') + 1)));
    }
    lines.add("Kernel Version: " + info.get("KernelVersion"));
    lines.add("Operating System: " + info.get("OperatingSystem"));
    lines.add("OSType: " + info.get("OSType"));
    lines.add("Architecture: " + info.get("Architecture"));
    lines.add("CPUs: " + info.get("NCPU"));
    lines.add("Total Memory: " + gibibytes((Long) info.get("MemTotal")));
    lines.add("Name: " + info.get("Name"));
    lines.add("Docker Root Dir: " + info.get("DockerRootDir"));
    lines.forEach(System.out::println);
    texts(info.get("Warnings")).forEach(text -> System.err.println("WARNING: " + text));
  }

  private static List<List<?>> rows(Object value) {
    List<List<?>> rows = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(row -> rows.add((List<?>) row));
    }
    return rows;
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> list ? list.stream().map(Object::toString).toList() : List.of();
  }

  /** Four digits, as docker has them. */
  private static String gibibytes(long bytes) {
    double value = (double) bytes / (1 << 30);
    int decimals = value >= 100 ? 1 : value >= 10 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value)
            .replaceAll("0+$", "")
            .replaceAll("\\.$", "")
        + "GiB";
  }
}
