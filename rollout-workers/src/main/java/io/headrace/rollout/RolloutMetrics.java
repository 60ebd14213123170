package io.headrace.rollout;

import io.headrace.rollout.request.RequestOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** All metrics of the rollout workers; Prometheus appends {@code _total} to the counters. */
final class RolloutMetrics {

  /** Gauge and heartbeat metric: tokens drawn a second, over the last five seconds. */
  static final String TOKENS_PER_SECOND = "headrace_rollout_tokens_per_second";

  /** Gauge and heartbeat metric: sequences that the backend decodes now. */
  static final String BUSY_SLOTS = "headrace_rollout_busy_slots";

  /** Gauge and heartbeat metric: sequences that the backend decodes at once. */
  static final String SLOTS = "headrace_rollout_slots";

  /** Gauge and heartbeat metric: samples taken from the queue that have not ended. */
  static final String PENDING_SAMPLES = "headrace_rollout_pending_samples";

  /** Gauge: the weights version served, NaN before the first. */
  static final String WEIGHTS_VERSION = "headrace_rollout_weights_version";

  private final Counter traces;
  private final Counter tokens;
  private final Counter expired;
  private final Counter rejected;
  private final Counter renewed;
  private final Counter released;
  private final MeterRegistry registry;

  RolloutMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.traces = registry.counter("headrace_rollout_traces");
    this.tokens = registry.counter("headrace_rollout_tokens");
    this.expired = registry.counter("headrace_rollout_expired_requests");
    this.rejected = registry.counter("headrace_rollout_rejected_requests");
    this.renewed = registry.counter("headrace_rollout_renewed_leases");
    this.released = registry.counter("headrace_rollout_released_requests");
  }

  void gauge(String name, Supplier<Number> value) {
    Gauge.builder(name, value).register(registry);
  }

  void trace(int length) {
    traces.increment();
    tokens.increment(length);
  }

  void requestExpired() {
    expired.increment();
  }

  void requestRejected() {
    rejected.increment();
  }

  void leasesRenewed(int count) {
    renewed.increment(count);
  }

  void settled(RequestOutcome outcome) {
    switch (outcome) {
      case SAMPLED -> {}
      case UNNEEDED -> requestExpired();
      case NOT_SENT -> released.increment();
    }
  }
}
