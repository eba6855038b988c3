package dev.minidocker.labs.user;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.List;

/** Chapter 2. */
public final class UserLab implements Lab {

  @Override
  public String topic() {
    return "user";
  }

  @Override
  public String title() {
    return "User namespaces: root, where that is harmless";
  }

  @Override
  public int chapter() {
    return 2;
  }

  @Override
  public List<Experiment> experiments() {
    return new UserExperiments(new UserNamespace()).all();
  }
}
