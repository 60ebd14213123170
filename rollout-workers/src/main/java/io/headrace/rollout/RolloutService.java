package io.headrace.rollout;

import io.headrace.pipeline.config.RolloutConfig;
import io.headrace.pipeline.kafka.AbandonedWork;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.ShareGroups;
import io.headrace.pipeline.queue.AttemptLog;
import io.headrace.pipeline.queue.DelayedRelease;
import io.headrace.pipeline.queue.Redeliveries;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.pipeline.weights.WeightsFollower;
import io.headrace.policy.generation.DecoderSettings;
import io.headrace.policy.generation.RepetitionRule;
import io.headrace.policy.program.DeviceChoice;
import io.headrace.policy.program.ExecutionRole;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.PrecisionChoice;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The rollout workers of one process: decoders, the consumers that feed them from the {@code tasks}
 * queue, and the watch over the weights. It takes requests once a first weights version is there.
 */
public final class RolloutService implements Service {

  private static final String NAME = "rollout-worker";
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);

  /** Samples of a group that consumers reckon with when they decide how many requests to hold. */
  private static final int USUAL_SAMPLES = 8;

  private final ServiceContext context;
  private final RolloutConfig config;
  private final RolloutMetrics metrics;
  private final TokenRate rate = new TokenRate();
  private final EventProducer producer;
  private final Redeliveries redeliveries;
  private final DecoderPool decoders;
  private final PhaseFollower phases;
  private final ServiceThread phasesThread;
  private final WeightsUpdater weights;
  private final ServiceThread weightsThread;
  private final List<ServiceThread> consumers = new ArrayList<>();

  /** Workers that are not started yet. */
  public RolloutService(ServiceContext context) {
    this.context = context;
    this.config = context.config().rollout();
    this.metrics = new RolloutMetrics(context.metrics());
    this.producer = context.kafka().producer();
    this.redeliveries =
        new Redeliveries(
            new AttemptLog(context, NAME, Topic.TASKS.of(context.run()), producer),
            config.maxDeliveries());
    this.phases = new PhaseFollower(context.kafka(), context.run(), context.instance());
    this.phasesThread = new ServiceThread("rollout-phases", phases);
    this.decoders = new DecoderPool(config.decoders(), longestCall(), this::decoder);
    this.weights = new WeightsUpdater(this::follower, decoders);
    this.weightsThread = new ServiceThread("rollout-weights", weights);
    var atRest = new CountDownLatch(config.consumers());
    for (int i = 0; i < config.consumers(); i++) {
      consumers.add(
          new ServiceThread("rollout-consumer-" + i, new DelayedRelease(consumer(), atRest)));
    }
    registerGauges();
  }

  private DecoderThread decoder() {
    var execution =
        new ExecutionSettings(
            ExecutionRole.GENERATION,
            switch (config.device()) {
              case AUTO -> DeviceChoice.AUTO;
              case CPU -> DeviceChoice.CPU;
              case CUDA -> DeviceChoice.CUDA;
            },
            switch (config.precision()) {
              case AUTO -> PrecisionChoice.AUTO;
              case FLOAT32 -> PrecisionChoice.FLOAT32;
              case BFLOAT16 -> PrecisionChoice.BFLOAT16;
            },
            1);
    var settings = new DecoderSettings(config.slots(), config.decodeSteps(), repetition());
    var traces = new TraceWriter(producer, context.run(), context.instance(), metrics);
    return new DecoderThread(
        execution, settings, traces, rate, phases::needs, patience(), context.clock());
  }

  private DecoderThread.Patience patience() {
    return new DecoderThread.Patience(
        context.config().curriculum().groupDeadline(), context.config().evaluation().deadline());
  }

  private Duration longestCall() {
    DecoderThread.Patience patience = patience();
    return patience.training().compareTo(patience.evaluation()) < 0
        ? patience.training()
        : patience.evaluation();
  }

  private RepetitionRule repetition() {
    return config.repetitionCount() < 2
        ? RepetitionRule.never()
        : new RepetitionRule(config.repetitionLength(), config.repetitionCount());
  }

  private WeightsFollower follower() {
    Path cache = context.runFolder().resolve("cache").resolve(context.instance());
    return WeightsFollower.open(context.kafka(), context.run(), context.instance(), cache);
  }

  private TaskConsumer consumer() {
    int slots = config.slots() * config.decoders();
    int requests = Math.ceilDiv(slots, USUAL_SAMPLES * config.consumers());
    return new TaskConsumer(
        new TaskConsumer.Source(
            () -> context.kafka().shareConsumer(shareGroup(), requests),
            Topic.TASKS.of(context.run()),
            redeliveries),
        new RequestIntake(context.kafka().codec(), config.maxDeliveries(), phases::needs),
        decoders,
        new RefusedRequests(
            new DeadLetters(producer, context.run(), NAME, context.clock()),
            new AbandonedWork(producer, context.run(), NAME, context.clock()),
            metrics),
        metrics,
        context.clock());
  }

  private String shareGroup() {
    return context.run() + ".rollout-workers";
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    int deliveryLimit =
        ShareGroups.configure(
            context.kafka(),
            shareGroup(),
            new ShareGroups.Deliveries("rollout.max-deliveries", config.maxDeliveries()));
    redeliveries.limitTo(deliveryLimit);
    decoders.start(START_DEADLINE);
    phasesThread.start(START_DEADLINE);
    weightsThread.start(START_DEADLINE);
    consumers.forEach(consumer -> consumer.start(START_DEADLINE));
  }

  @Override
  public ServiceStatus status() {
    return new ServiceStatus(state(), decoders.version(), metrics(), problem());
  }

  private ServiceState state() {
    List<ServiceState> states =
        Stream.concat(Stream.of(phasesThread, weightsThread), consumers.stream())
            .map(ServiceThread::state)
            .toList();
    if (!decoders.problem().isEmpty() || states.contains(ServiceState.FAILED)) {
      return ServiceState.FAILED;
    }
    for (ServiceState unfinished : List.of(ServiceState.DRAINING, ServiceState.STARTING)) {
      if (states.contains(unfinished)) {
        return unfinished;
      }
    }
    return states.contains(ServiceState.STOPPED) ? ServiceState.STOPPED : ServiceState.RUNNING;
  }

  private String problem() {
    return Stream.concat(
            Stream.of(decoders.problem(), phasesThread.problem(), weightsThread.problem()),
            Stream.concat(
                consumers.stream().map(ServiceThread::problem), Stream.of(weights.problem())))
        .filter(sentence -> !sentence.isEmpty())
        .findFirst()
        .orElse("");
  }

  private Map<String, Double> metrics() {
    return Map.of(
        RolloutMetrics.TOKENS_PER_SECOND,
        rate.perSecond(context.clock().instant()),
        RolloutMetrics.BUSY_SLOTS,
        (double) decoders.busySlots(),
        RolloutMetrics.SLOTS,
        (double) config.slots() * config.decoders(),
        RolloutMetrics.PENDING_SAMPLES,
        (double) decoders.pendingSamples());
  }

  private void registerGauges() {
    metrics.gauge(
        RolloutMetrics.TOKENS_PER_SECOND, () -> rate.perSecond(context.clock().instant()));
    metrics.gauge(RolloutMetrics.BUSY_SLOTS, decoders::busySlots);
    metrics.gauge(RolloutMetrics.SLOTS, () -> config.slots() * config.decoders());
    metrics.gauge(RolloutMetrics.PENDING_SAMPLES, decoders::pendingSamples);
    metrics.gauge(RolloutMetrics.WEIGHTS_VERSION, () -> version(decoders.version()));
  }

  private static double version(OptionalLong version) {
    return version.isPresent() ? version.getAsLong() : Double.NaN;
  }

  @Override
  public void close() {
    try (producer) {
      consumers.forEach(ServiceThread::stop);
      consumers.parallelStream().forEach(ServiceThread::close);
      weightsThread.close();
      phasesThread.close();
      decoders.close();
      redeliveries.close();
      producer.flush();
    }
  }
}
