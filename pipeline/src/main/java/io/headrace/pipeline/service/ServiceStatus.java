package io.headrace.pipeline.service;

import io.headrace.schemas.ServiceState;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The status of a service.
 *
 * @param state the service's state
 * @param weightsVersion version of the weights it samples with or trains from
 * @param metrics values by metric name, such as headrace_rollout_tokens_per_second
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

  /** Whether the service is running or paused and has no problem. */
  public boolean ready() {
    return (state == ServiceState.RUNNING || state == ServiceState.PAUSED) && problem.isEmpty();
  }

  /** Whether the service has not failed. */
  public boolean live() {
    return state != ServiceState.FAILED;
  }
}
