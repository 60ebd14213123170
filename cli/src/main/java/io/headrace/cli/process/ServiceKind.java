package io.headrace.cli.process;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The processes that {@code headrace start} can start: the services and the broker. */
public enum ServiceKind {
  BROKER("broker", 8711),
  CURRICULUM("curriculum", 8712),
  ROLLOUT_WORKER("rollout-worker", 8713),
  VERIFIER("verifier", 8714),
  REWARD_SERVICE("reward-service", 8715),
  LEARNER("learner", 8716),
  CONSOLE("console", 8717);

  private final String label;
  private final int adminPort;

  ServiceKind(String label, int adminPort) {
    this.label = label;
    this.adminPort = adminPort;
  }

  /** The default port of health and metrics on loopback; different for each kind. */
  public int adminPort() {
    return adminPort;
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

  /** The services of a whole run, in starting order, without the broker. */
  public static List<ServiceKind> wholeRun() {
    return List.of(CONSOLE, REWARD_SERVICE, VERIFIER, ROLLOUT_WORKER, LEARNER, CURRICULUM);
  }
}
