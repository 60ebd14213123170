package io.headrace.console.view;

import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The service instances with their last heartbeat. */
final class ServiceInstances {
  /** Time without a heartbeat after which an instance counts as gone. */
  static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(10);

  /**
   * Time after which a instance without heartbeats is hidden if others of its service are alive.
   */
  static final Duration REPLACED = Duration.ofMinutes(10);

  private static final int INSTANCES = 256;
  private static final int SHOWN = 64;
  private final NewestById<String, Heartbeat> last = new NewestById<>(INSTANCES);

  /** One instance for the page. */
  public record Instance(
      String service,
      String instance,
      ServiceState state,
      boolean alive,
      Optional<Long> weightsVersion,
      Map<String, Double> metrics,
      String problem,
      Instant at) {
    public Instance {
      metrics = Map.copyOf(metrics);
    }
  }

  void beat(Heartbeat event) {
    String id = event.getService() + '\n' + event.getInstance();
    boolean newest =
        last.find(id).map(known -> !event.getSentAt().isBefore(known.getSentAt())).orElse(true);
    if (newest) {
      last.remove(id); // so that the instance with the oldest heartbeat is evicted first
      last.put(id, event);
    }
  }

  private static boolean isAlive(Heartbeat beat, Instant now) {
    boolean working =
        switch (beat.getState()) {
          case STARTING, RUNNING, PAUSED, DRAINING -> true;
          case STOPPED, FAILED -> false;
        };
    return working && beat.getSentAt().plus(HEARTBEAT_LIMIT).isAfter(now);
  }

  int alive(String service, Instant now) {
    return last.newest(INSTANCES, beat -> beat.getService().equals(service) && isAlive(beat, now))
        .size();
  }

  String problem(String service, Instant now) {
    return last
        .newest(
            1,
            beat ->
                beat.getService().equals(service)
                    && !beat.getProblem().isEmpty()
                    && beat.getSentAt().plus(HEARTBEAT_LIMIT).isAfter(now))
        .stream()
        .findFirst()
        .map(Heartbeat::getProblem)
        .orElse("");
  }

  /** The instances with the newest heartbeats, sorted by service and name. */
  List<Instance> instances(Instant now) {
    return last.newest(SHOWN, beat -> !isReplaced(beat, now)).stream()
        .map(beat -> instance(beat, now))
        .sorted(Comparator.comparing(Instance::service).thenComparing(Instance::instance))
        .toList();
  }

  private boolean isReplaced(Heartbeat beat, Instant now) {
    return beat.getSentAt().plus(REPLACED).isBefore(now) && alive(beat.getService(), now) > 0;
  }

  private static Instance instance(Heartbeat beat, Instant now) {
    return new Instance(
        beat.getService(),
        beat.getInstance(),
        beat.getState(),
        isAlive(beat, now),
        Optional.ofNullable(beat.getWeightsVersion()),
        beat.getMetrics(),
        beat.getProblem(),
        beat.getSentAt());
  }
}
