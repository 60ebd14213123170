package io.headrace.cli.process;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code headrace start} can start. */
public enum ServiceKind {
  BROKER("broker"),
  CURRICULUM("curriculum"),
  ROLLOUT_WORKER("rollout-worker"),
  VERIFIER("verifier"),
  REWARD_SERVICE("reward-service"),
  LEARNER("learner"),
  CONSOLE("console");

  private final String label;

  ServiceKind(String label) {
    this.label = label;
  }

  /** The name on the command line and in events. */
  public String label() {
    return label;
  }

  /** The kind with the given name. */
  public static Optional<ServiceKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  /** All names, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(ServiceKind::label).collect(Collectors.joining(", "));
  }

  /** The services of a whole run, in the order they start; the broker is not among them. */
  public static List<ServiceKind> wholeRun() {
    return List.of(CONSOLE, REWARD_SERVICE, VERIFIER, ROLLOUT_WORKER, LEARNER, CURRICULUM);
  }
}
