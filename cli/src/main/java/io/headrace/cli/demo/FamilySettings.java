package io.headrace.cli.demo;

import java.util.List;

/**
 * Settings of the demo of a task family that differ from the defaults, which are tuned for
 * addition.
 *
 * <p>The maximum response length fits the longest demonstration. The demonstrations of the other
 * families are longer and take more supervised steps, so their cold start is evaluated less often
 * and ends at a lower accuracy, which may rise much between two evaluations. The accuracy is lowest
 * where supervised steps improve it slowly, since a minute of RL then gains more.
 */
public final class FamilySettings {

  private FamilySettings() {}

  /** Assignments of the form {@code path=value}; none for addition. */
  public static List<String> of(String family) {
    return switch (family) {
      case "countdown" ->
          List.of("learner.sft.publish-every=40", "curriculum.cold-start-accuracy=0.2");
      case "letter-sorting" ->
          List.of(
              "tasks.difficulty=6",
              "sampling.max-new-tokens=56",
              "learner.sft.publish-every=20",
              "curriculum.cold-start-accuracy=0.32");
      case "knights-and-knaves" ->
          List.of(
              "sampling.max-new-tokens=72",
              "learner.sft.publish-every=30",
              "curriculum.cold-start-accuracy=0.32");
      default -> List.of();
    };
  }
}
