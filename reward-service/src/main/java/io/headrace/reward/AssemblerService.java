package io.headrace.reward;

import io.headrace.pipeline.config.AssemblerConfig;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.reward.assembly.AssemblyRules;
import io.headrace.reward.shaping.LengthReward;
import io.headrace.reward.streams.AssemblerMetrics;
import io.headrace.reward.streams.AssemblerStreams;
import java.util.Optional;

/**
 * The reward service: assembles traces and verdicts into scored groups, and selects preference
 * pairs from them if {@code preferences.rule} names a rule.
 *
 * <p>Its stores are in the run's folder, which one process can use at a time; processes with
 * different folders share the partitions.
 */
public final class AssemblerService implements Service {

  private final AssemblerMetrics metrics;
  private final AssemblerStreams assembler;
  private final Optional<PreferencePairs> pairs;

  /** Creates the service without starting it. */
  public AssemblerService(ServiceContext context) {
    this.metrics = new AssemblerMetrics(context.metrics(), context.clock());
    this.assembler =
        new AssemblerStreams(
            context.run(),
            rules(context.config().assembler()),
            metrics,
            context.kafka(),
            context.config().assembler(),
            context.config().kafka().replication(),
            context.runFolder().resolve("assembler"));
    this.pairs = PreferencePairs.of(context);
  }

  @Override
  public String name() {
    return "reward-service";
  }

  @Override
  public void start() {
    assembler.start();
    try {
      pairs.ifPresent(PreferencePairs::start);
    } catch (RuntimeException e) {
      assembler.close();
      throw e;
    }
  }

  @Override
  public ServiceStatus status() {
    ApplicationStatus status =
        ApplicationStatus.of(assembler.state(), metrics::snapshot, assembler.problem());
    return pairs.map(selection -> status.and(selection.status())).orElse(status).ofService();
  }

  @Override
  public void close() {
    pairs.ifPresent(PreferencePairs::close);
    assembler.close();
  }

  private static AssemblyRules rules(AssemblerConfig config) {
    AssemblyRules defaults = AssemblyRules.DEFAULT;
    return new AssemblyRules(
        config.minScored(),
        defaults.minimumEvaluation(),
        defaults.requestWait(),
        config.rememberEmitted(),
        defaults.quietPeriod(),
        new LengthReward(config.lengthRewardWeight(), config.lengthRewardAfter()));
  }
}
