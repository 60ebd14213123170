package io.headrace.reward;

import io.headrace.pipeline.config.PreferencesConfig;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.reward.preference.BestWorst;
import io.headrace.reward.preference.PairRule;
import io.headrace.reward.preference.ShortestCorrect;
import io.headrace.reward.streams.PairMetrics;
import io.headrace.reward.streams.PairStreams;
import java.util.Optional;

/** The selection of preference pairs in the reward service. */
final class PreferencePairs implements AutoCloseable {

  private final PairMetrics metrics;
  private final PairStreams streams;

  private PreferencePairs(PairRule rule, ServiceContext context) {
    this.metrics = new PairMetrics(context.metrics());
    this.streams =
        new PairStreams(
            context.run(),
            rule,
            metrics,
            context.kafka(),
            context.config().assembler(),
            context.config().kafka().replication(),
            context.runFolder().resolve("preference-pairs"));
  }

  /** The selection with the rule of the settings, not started; empty when they name none. */
  static Optional<PreferencePairs> of(ServiceContext context) {
    return rule(context.config().preferences()).map(rule -> new PreferencePairs(rule, context));
  }

  void start() {
    streams.start();
  }

  ApplicationStatus status() {
    return ApplicationStatus.of(streams.state(), metrics::snapshot, streams.problem());
  }

  @Override
  public void close() {
    streams.close();
  }

  private static Optional<PairRule> rule(PreferencesConfig config) {
    return switch (config.rule()) {
      case NONE -> Optional.empty();
      case BEST_WORST -> Optional.of(new BestWorst(config.minMargin()));
      case SHORTEST_CORRECT ->
          Optional.of(new ShortestCorrect(config.correctScore(), config.lengthFactor()));
    };
  }
}
