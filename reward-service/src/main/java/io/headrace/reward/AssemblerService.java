package io.headrace.reward;

import io.headrace.pipeline.config.AssemblerConfig;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.reward.assembly.AssemblyRules;
import io.headrace.reward.shaping.LengthReward;
import io.headrace.reward.streams.AssemblerMetrics;
import io.headrace.reward.streams.AssemblerStreams;
import io.headrace.schemas.ServiceState;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The reward service: assembles traces and verdicts into scored groups.
 *
 * <p>Its stores are in the run's folder, which one process can use at a time; processes with
 * different folders share the partitions.
 */
public final class AssemblerService implements Service {

  private final AssemblerMetrics metrics;
  private final AssemblerStreams streams;

  /** Creates the service without starting it. */
  public AssemblerService(ServiceContext context) {
    this.metrics = new AssemblerMetrics(context.metrics(), context.clock());
    this.streams =
        new AssemblerStreams(
            context.run(),
            rules(context.config().assembler()),
            metrics,
            context.kafka(),
            context.config().assembler(),
            context.config().kafka().replication(),
            context.runFolder().resolve("assembler"));
  }

  @Override
  public String name() {
    return "reward-service";
  }

  @Override
  public void start() {
    streams.start();
  }

  @Override
  public ServiceStatus status() {
    ServiceState state = streams.state();
    Map<String, Double> now = state == ServiceState.RUNNING ? metrics.snapshot() : Map.of();
    return new ServiceStatus(state, OptionalLong.empty(), now, streams.problem());
  }

  @Override
  public void close() {
    streams.close();
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
