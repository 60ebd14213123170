package io.headrace.curriculum.family;

import java.util.List;
import java.util.Optional;

/** The built-in families by name. */
public final class TaskFamilies {

  private static final List<TaskFamily> ALL =
      List.of(new Addition(), new Countdown(), new LetterSorting(), new KnightsAndKnaves());

  private TaskFamilies() {}

  /** All families; the first is the demo's default. */
  public static List<TaskFamily> all() {
    return ALL;
  }

  /** The family with the given name; empty when there is none. */
  public static Optional<TaskFamily> named(String name) {
    return ALL.stream().filter(family -> family.name().equals(name)).findFirst();
  }
}
