package io.headrace.cli.demo;

import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last heartbeat of each service instance. An instance that stopped, or sent none for {@link
 * #TIMEOUT} while others did, is removed, so that the number of instances stays bounded when
 * processes are replaced.
 *
 * @param last heartbeats by service and instance
 */
record LatestHeartbeats(Map<String, LastHeartbeat> last) {

  /** Time without a heartbeat after which an instance is removed. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final String RATE = "headrace_rollout_tokens_per_second";

  /**
   * One heartbeat.
   *
   * @param tokensPerSecond sampled tokens per second; empty for services that do not sample
   * @param problem the reported problem; empty when there is none
   */
  record LastHeartbeat(Instant at, Optional<Double> tokensPerSecond, String problem) {}

  LatestHeartbeats {
    last = Map.copyOf(last);
  }

  static LatestHeartbeats none() {
    return new LatestHeartbeats(Map.of());
  }

  LatestHeartbeats with(Heartbeat beat) {
    Map<String, LastHeartbeat> now = new TreeMap<>(last);
    String instance = beat.getService() + "/" + beat.getInstance();
    now.put(
        instance,
        new LastHeartbeat(
            beat.getSentAt(), Optional.ofNullable(beat.getMetrics().get(RATE)), beat.getProblem()));
    if (beat.getState() == ServiceState.STOPPED) {
      now.remove(instance);
    }
    Instant since = beat.getSentAt().minus(TIMEOUT);
    now.values().removeIf(each -> each.at().isBefore(since));
    return new LatestHeartbeats(now);
  }

  /** The reported problems, by service and instance. */
  SortedMap<String, String> problems() {
    SortedMap<String, String> problems = new TreeMap<>();
    last.forEach(
        (instance, beat) -> {
          if (!beat.problem().isEmpty()) {
            problems.put(instance, beat.problem());
          }
        });
    return problems;
  }

  /** Tokens that all instances sample per second; empty when none reports it. */
  Optional<Double> tokensPerSecond() {
    return last.values().stream()
        .flatMap(beat -> beat.tokensPerSecond().stream())
        .reduce(Double::sum);
  }
}
