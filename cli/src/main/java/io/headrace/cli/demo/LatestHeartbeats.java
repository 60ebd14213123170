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
 * What the service instances said last, by service and instance. One that stopped, or was silent
 * for {@link #SILENCE} while others spoke, is forgotten, so that a run of any length whose
 * processes come and go holds those of now.
 *
 * @param last the instances that are there
 */
record LatestHeartbeats(Map<String, Said> last) {

  /** Silence after which an instance counts as gone. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final String RATE = "headrace_rollout_tokens_per_second";

  /**
   * One heartbeat.
   *
   * @param tokensPerSecond tokens it samples in a second; empty when it samples none by trade
   * @param problem what is wrong; empty when nothing is
   */
  record Said(Instant at, Optional<Double> tokensPerSecond, String problem) {}

  LatestHeartbeats {
    last = Map.copyOf(last);
  }

  static LatestHeartbeats none() {
    return new LatestHeartbeats(Map.of());
  }

  LatestHeartbeats hear(Heartbeat beat) {
    Map<String, Said> now = new TreeMap<>(last);
    String who = beat.getService() + "/" + beat.getInstance();
    now.put(
        who,
        new Said(
            beat.getSentAt(), Optional.ofNullable(beat.getMetrics().get(RATE)), beat.getProblem()));
    if (beat.getState() == ServiceState.STOPPED) {
      now.remove(who);
    }
    Instant since = beat.getSentAt().minus(SILENCE);
    now.values().removeIf(said -> said.at().isBefore(since));
    return new LatestHeartbeats(now);
  }

  /** What they say is wrong, by service and instance. */
  SortedMap<String, String> problems() {
    SortedMap<String, String> problems = new TreeMap<>();
    last.forEach(
        (who, said) -> {
          if (!said.problem().isEmpty()) {
            problems.put(who, said.problem());
          }
        });
    return problems;
  }

  /** Tokens all of them sample in a second; empty while none has said. */
  Optional<Double> tokensPerSecond() {
    return last.values().stream()
        .flatMap(said -> said.tokensPerSecond().stream())
        .reduce(Double::sum);
  }
}
