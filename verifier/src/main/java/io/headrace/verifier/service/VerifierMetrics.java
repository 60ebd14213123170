package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.schemas.VerdictStatus;
import io.headrace.verifier.scoring.ScoreResult;
import io.headrace.verifier.scoring.ScoringExecutor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.AcknowledgeType;

/** Every metric of the verifier. Safe for use from several threads. */
final class VerifierMetrics {

  static final String TRACES = "headrace_verifier_traces_total";
  static final String VERDICTS = "headrace_verifier_verdicts_total";
  static final String UNSCORED = "headrace_verifier_unscored_total";
  static final String RELEASED = "headrace_verifier_released_total";
  static final String RENEWED = "headrace_verifier_renewed_leases_total";
  static final String DEAD_LETTERS = "headrace_verifier_dead_letters_total";
  static final String SCORING = "headrace_verifier_scoring_seconds";
  static final String STUCK = "headrace_verifier_stuck_threads";

  private final MeterRegistry registry;
  private final ScoringExecutor scoring;
  private final Counter traces;
  private final Counter released;
  private final Counter renewed;
  private final LongAdder verdicts = new LongAdder();
  private final LongAdder unscored = new LongAdder();

  VerifierMetrics(MeterRegistry registry, ScoringExecutor scoring) {
    this.registry = registry;
    this.scoring = scoring;
    this.traces =
        Counter.builder(TRACES)
            .description("Traces that have all their verdicts of a queue's scorers")
            .register(registry);
    this.released =
        Counter.builder(RELEASED).description("Traces released for redelivery").register(registry);
    this.renewed =
        Counter.builder(RENEWED)
            .description("Leases of traces renewed while they were scored")
            .register(registry);
    Gauge.builder(STUCK, scoring, ScoringExecutor::abandoned)
        .description("Threads stuck in a scorer that ignored its deadline")
        .register(registry);
  }

  /**
   * A verdict was written.
   *
   * @param scorer its scorer, {@code unknown} when there is none of that name, to limit the number
   *     of labels
   */
  void verdict(String scorer, ScoreResult result) {
    verdicts.increment();
    if (result.status() != VerdictStatus.OK) {
      unscored.increment();
    }
    Counter.builder(VERDICTS)
        .description("Verdicts written")
        .tag("scorer", scorer)
        .tag("status", result.status().name())
        .register(registry)
        .increment();
    Timer.builder(SCORING)
        .description("Time a scorer took, waiting not counted")
        .tag("scorer", scorer)
        .publishPercentiles(0.5, 0.99)
        .register(registry)
        .record(result.took());
  }

  void deadLetter(ErrorCode code) {
    Counter.builder(DEAD_LETTERS)
        .description("Records written to the dead letters")
        .tag("code", code.name())
        .register(registry)
        .increment();
  }

  /** A trace is finished and acknowledged. */
  void ended(AcknowledgeType how) {
    switch (how) {
      case ACCEPT -> traces.increment();
      case RELEASE -> released.increment();
      case REJECT, RENEW -> {}
    }
  }

  void released(int count) {
    released.increment(count);
  }

  void leasesRenewed(int count) {
    renewed.increment(count);
  }

  /** The values that heartbeats carry. */
  Map<String, Double> snapshot() {
    return Map.of(
        TRACES, traces.count(),
        VERDICTS, verdicts.doubleValue(),
        UNSCORED, unscored.doubleValue(),
        STUCK, (double) scoring.abandoned());
  }
}
