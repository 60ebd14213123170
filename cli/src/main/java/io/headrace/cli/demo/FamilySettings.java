package io.headrace.cli.demo;

import java.util.List;

/**
 * What the demo of a task family sets besides the defaults, which are tuned for addition. A
 * response needs room: a token for each character of the longest worked answer, and some.
 */
public final class FamilySettings {

  private FamilySettings() {}

  /** Assignments of the form {@code path=value}; none for addition. */
  public static List<String> of(String family) {
    return switch (family) {
      case "letter-sorting" -> List.of("sampling.max-new-tokens=80");
      case "knights-and-knaves" -> List.of("sampling.max-new-tokens=72");
      default -> List.of();
    };
  }
}
