package io.headrace.pipeline.service;

import io.headrace.schemas.ServiceState;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a service is doing.
 *
 * @param state its state
 * @param weightsVersion the weights it serves or trains from
 * @param figures its figures by metric name, such as headrace_rollout_tokens_per_second
 * @param trouble one sentence when something is wrong, else empty
 */
public record ServiceStatus(
    ServiceState state, OptionalLong weightsVersion, Map<String, Double> figures, String trouble) {

  public ServiceStatus {
    figures = Map.copyOf(figures);
  }

  /** A status without weights, figures or trouble. */
  public static ServiceStatus of(ServiceState state) {
    return new ServiceStatus(state, OptionalLong.empty(), Map.of(), "");
  }

  /** Whether the service takes work and nothing is wrong. */
  public boolean ready() {
    return (state == ServiceState.RUNNING || state == ServiceState.PAUSED) && trouble.isEmpty();
  }

  /** Whether the service can still do its work at all. */
  public boolean live() {
    return state != ServiceState.FAILED;
  }
}
