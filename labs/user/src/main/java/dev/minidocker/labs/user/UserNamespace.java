package dev.minidocker.labs.user;

import dev.minidocker.labs.user.UserConfig.Writer;
import dev.minidocker.linux.IdMaps;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.proc.UidMap;
import java.util.List;

/** The reference implementation; user_namespaces(7), "Defining user and group ID mappings". */
public final class UserNamespace implements UserMechanism {
  private static final String NAME = "user";

  @Override
  public Program program(UserConfig config) {
    return config.writer() == Writer.ITSELF
        ? IdMaps.denyGroups(NAME)
            .then(IdMaps.users(NAME, config.users()))
            .then(IdMaps.groups(NAME, config.groups()))
        : question(config);
  }

  /** What the starter will do is shown here, since the program cannot show it as a step. */
  private Program question(UserConfig config) {
    StringBuilder why = new StringBuilder("the starter writes the maps meanwhile:");
    for (StarterAct act : acts(config)) {
      why.append(' ').append(act).append(';');
    }
    why.setLength(why.length() - 1);
    Program ask = Report.ask(QUESTION);
    return ask.with(0, ask.steps().get(0).because(why.toString())).inChapter("user");
  }

  @Override
  public List<StarterAct> acts(UserConfig config) {
    return switch (config.writer()) {
      case ITSELF -> List.of();
      case STARTER -> List.of(write("uid_map", config.users()), write("gid_map", config.groups()));
      case NEWIDMAP -> List.of(run("newuidmap", config.users()), run("newgidmap", config.groups()));
    };
  }

  private static StarterAct write(String file, UidMap map) {
    return new StarterAct.Write(file, IdMaps.text(map));
  }

  private static StarterAct run(String program, UidMap map) {
    return new StarterAct.Run(program, IdMaps.text(map));
  }
}
