package io.headrace.pipeline.health;

import io.headrace.pipeline.id.LearnerId;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tracks which of a run's services are alive, by their heartbeats. Not thread-safe. */
final class ServicePresence {

  /** Time without a heartbeat after which a service counts as gone. */
  static final Duration SILENCE = Duration.ofSeconds(10);

  /** The services that a run needs, in the order of the data flow. */
  private static final List<String> NEEDED =
      List.of("curriculum", "rollout-worker", "verifier", "reward-service", "learner");

  private static final String PENDING = "headrace_rollout_pending_samples";

  /** Further learners that were alive and did not stop in order. */
  private final SortedSet<String> learners = new TreeSet<>();

  private final Map<String, Instant> lastAlive = new HashMap<>();
  private final SequencedMap<String, Heartbeat> withProblem = new LinkedHashMap<>();
  private @Nullable Instant workerServed;
  private @Nullable Instant workerBusy;

  void beat(Heartbeat beat) {
    watchLearner(beat);
    if (!isWorking(beat.getState()) || !isWatched(beat.getService())) {
      return;
    }
    updateProblem(beat);
    lastAlive.merge(beat.getService(), beat.getSentAt(), ServicePresence::later);
    if (beat.getService().equals("rollout-worker")) {
      if (beat.getWeightsVersion() != null) {
        workerServed = beat.getSentAt();
      }
      if (beat.getMetrics().getOrDefault(PENDING, 0.0) > 0) {
        workerBusy = beat.getSentAt();
      }
    }
  }

  private void watchLearner(Heartbeat beat) {
    if (LearnerId.ofService(beat.getService()).filter(id -> !id.isDefault()).isPresent()) {
      if (isWorking(beat.getState())) {
        learners.add(beat.getService());
      } else if (beat.getState() == ServiceState.STOPPED) {
        learners.remove(beat.getService());
      }
    }
  }

  private boolean isWatched(String service) {
    return NEEDED.contains(service) || learners.contains(service);
  }

  private void updateProblem(Heartbeat beat) {
    Heartbeat known = withProblem.get(beat.getService());
    if (!beat.getProblem().isEmpty()) {
      withProblem.put(beat.getService(), beat);
    } else if (known != null && known.getInstance().equals(beat.getInstance())) {
      withProblem.remove(beat.getService());
    }
  }

  /** The problem of the first service whose recent heartbeat has one, prefixed by its name. */
  Optional<String> problem(Instant now) {
    return withProblem.values().stream()
        .filter(beat -> isRecent(beat.getSentAt(), now))
        .map(beat -> beat.getService() + ": " + beat.getProblem())
        .findFirst();
  }

  /** The first service in the order of the flow that is gone, further learners last. */
  Optional<String> gone(Instant now) {
    return Stream.concat(NEEDED.stream(), learners.stream())
        .filter(service -> !isRecent(lastAlive.get(service), now))
        .findFirst();
  }

  /** Whether a rollout worker has weights. */
  boolean isServed(Instant now) {
    return isRecent(workerServed, now);
  }

  /** Whether a rollout worker has pending samples. */
  boolean isSampling(Instant now) {
    return isRecent(workerBusy, now);
  }

  private static boolean isRecent(@Nullable Instant at, Instant now) {
    return at != null && at.plus(SILENCE).isAfter(now);
  }

  private static boolean isWorking(ServiceState state) {
    return switch (state) {
      case STARTING, RUNNING, PAUSED, DRAINING -> true;
      case STOPPED, FAILED -> false;
    };
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
