package io.headrace.cli.demo;

import java.util.List;

/**
 * What the demo of a task family sets besides the defaults, which are tuned for addition.
 *
 * <p>Responses get room for the longest worked answer. The other families' answers are longer and
 * take more steps to imitate, so their cold start is measured less often. Accuracy may jump between
 * two measurements, so it ends at a lower one; lowest where imitating goes on slowly, since a
 * minute of policy optimization then gains more than one of imitation.
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
