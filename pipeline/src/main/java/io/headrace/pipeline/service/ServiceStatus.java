package io.headrace.pipeline.service;

import io.headrace.schemas.ServiceState;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a service is doing.
 *
 * @param state its state
 * @param weightsVersion the weights it serves or trains from
 * @param metrics its metrics by metric name, such as headrace_rollout_tokens_per_second
 * @param problem one sentence when something is wrong, else empty
 */
public record ServiceStatus(
    ServiceState state, OptionalLong weightsVersion, Map<String, Double> metrics, String problem) {

  public ServiceStatus {
    metrics = Map.copyOf(metrics);
  }

  /** A status without weights, metrics or problem. */
  public static ServiceStatus of(ServiceState state) {
    return new ServiceStatus(state, OptionalLong.empty(), Map.of(), "");
  }

  /** Whether the service takes work and nothing is wrong. */
  public boolean ready() {
    return (state == ServiceState.RUNNING || state == ServiceState.PAUSED) && problem.isEmpty();
  }

  /** Whether the service can still do its work at all. */
  public boolean live() {
    return state != ServiceState.FAILED;
  }
}
