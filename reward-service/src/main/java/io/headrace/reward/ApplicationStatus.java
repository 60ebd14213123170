package io.headrace.reward;

import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.schemas.ServiceState;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The status of a Kafka Streams application of the service.
 *
 * @param state its state
 * @param metrics its metrics for a heartbeat
 * @param problem one sentence, or empty
 */
record ApplicationStatus(ServiceState state, Map<String, Double> metrics, String problem) {

  ApplicationStatus {
    metrics = Map.copyOf(metrics);
  }

  /** A status whose metrics are empty unless the application is running. */
  static ApplicationStatus of(
      ServiceState state, Supplier<Map<String, Double>> metrics, String problem) {
    boolean isRunning = state == ServiceState.RUNNING;
    return new ApplicationStatus(state, isRunning ? metrics.get() : Map.of(), problem);
  }

  /** The status of both: running only when both are, with the metrics and problems of both. */
  ApplicationStatus and(ApplicationStatus other) {
    Map<String, Double> all = new HashMap<>(metrics);
    all.putAll(other.metrics);
    String problems =
        Stream.of(problem, other.problem)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining("; "));
    return new ApplicationStatus(
        severity(state) >= severity(other.state) ? state : other.state, all, problems);
  }

  /** The status in heartbeats and health checks. */
  ServiceStatus ofService() {
    return new ServiceStatus(state, OptionalLong.empty(), metrics, problem);
  }

  private static int severity(ServiceState state) {
    return switch (state) {
      case RUNNING -> 0;
      case PAUSED -> 1;
      case STARTING -> 2;
      case DRAINING -> 3;
      case STOPPED -> 4;
      case FAILED -> 5;
    };
  }
}
