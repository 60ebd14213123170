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
import io.headrace.rollout.backend.BackendStatus;
import io.headrace.rollout.backend.RolloutBackend;
import io.headrace.rollout.builtin.BuiltInBackend;
import io.headrace.rollout.request.RequestIntake;
import io.headrace.rollout.request.StallLimits;
import io.headrace.rollout.request.TokenRate;
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
 * The rollout workers of one process: a backend that samples, the consumers that take requests from
 * the {@code tasks} queue, and the follower of the weights. It takes requests once the first
 * weights version is loaded.
 */
public final class RolloutService implements Service {

  private static final String NAME = "rollout-worker";
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);

  /** Group size assumed when the number of requests per consumer is computed. */
  private static final int ASSUMED_GROUP_SIZE = 8;

  private final ServiceContext context;
  private final RolloutConfig config;
  private final RolloutMetrics metrics;
  private final TokenRate rate = new TokenRate();
  private final EventProducer producer;
  private final Redeliveries redeliveries;
  private final RolloutBackend backend;
  private final GroupSampler sampler;
  private final ServiceThread samplerThread;
  private final RunPositionFollower position;
  private final ServiceThread positionThread;
  private final WeightsUpdater weights;
  private final ServiceThread weightsThread;
  private final List<ServiceThread> consumers = new ArrayList<>();

  /** Creates workers that sample with the built-in decoders; {@link #start} starts them. */
  public RolloutService(ServiceContext context) {
    this(context, new BuiltInBackend(context.config().rollout(), context.clock()));
  }

  /**
   * Creates workers; {@link #start} starts them.
   *
   * @param backend draws the samples; this service starts and closes it
   */
  public RolloutService(ServiceContext context, RolloutBackend backend) {
    this.context = context;
    this.backend = backend;
    this.config = context.config().rollout();
    this.metrics = new RolloutMetrics(context.metrics());
    this.producer = context.kafka().producer();
    this.redeliveries =
        new Redeliveries(
            new AttemptLog(context, NAME, Topic.TASKS.of(context.run()), producer),
            config.maxDeliveries());
    this.position = new RunPositionFollower(context.kafka(), context.run(), context.instance());
    this.positionThread = new ServiceThread("rollout-run-position", position);
    this.sampler = sampler();
    this.samplerThread = new ServiceThread("rollout-sampler", sampler);
    this.weights = new WeightsUpdater(this::follower, backend);
    this.weightsThread = new ServiceThread("rollout-weights", weights);
    var atRest = new CountDownLatch(config.consumers());
    for (int i = 0; i < config.consumers(); i++) {
      consumers.add(
          new ServiceThread("rollout-consumer-" + i, new DelayedRelease(consumer(), atRest)));
    }
    registerGauges();
  }

  private GroupSampler sampler() {
    return new GroupSampler(
        backend,
        new TraceWriter(producer, context.run(), context.instance(), metrics),
        rate,
        position::needs,
        new StallLimits(
            context.config().curriculum().groupDeadline(),
            context.config().evaluation().deadline()),
        context.clock());
  }

  private WeightsFollower follower() {
    Path cache = context.runFolder().resolve("cache").resolve(context.instance());
    return WeightsFollower.open(context.kafka(), context.run(), context.instance(), cache);
  }

  private TaskConsumer consumer() {
    return new TaskConsumer(
        new TaskConsumer.Source(
            () -> context.kafka().shareConsumer(shareGroup(), requestsPerConsumer()),
            Topic.TASKS.of(context.run()),
            redeliveries),
        new RequestIntake(context.kafka().codec(), config.maxDeliveries(), position::needs),
        weights::model,
        sampler,
        new RejectedRequests(
            new DeadLetters(producer, context.run(), NAME, context.clock()),
            new AbandonedWork(producer, context.run(), NAME, context.clock()),
            metrics),
        metrics,
        context.clock());
  }

  private int requestsPerConsumer() {
    return Math.ceilDiv(backend.status().slots(), ASSUMED_GROUP_SIZE * config.consumers());
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
    backend.start(START_DEADLINE);
    samplerThread.start(START_DEADLINE);
    positionThread.start(START_DEADLINE);
    weightsThread.start(START_DEADLINE);
    consumers.forEach(consumer -> consumer.start(START_DEADLINE));
  }

  @Override
  public ServiceStatus status() {
    return new ServiceStatus(state(), backend.status().weightsVersion(), metrics(), problem());
  }

  private ServiceState state() {
    List<ServiceState> states =
        Stream.concat(Stream.of(samplerThread, positionThread, weightsThread), consumers.stream())
            .map(ServiceThread::state)
            .toList();
    if (!sampler.problem().isEmpty() || states.contains(ServiceState.FAILED)) {
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
            Stream.of(
                samplerThread.problem(),
                sampler.problem(),
                positionThread.problem(),
                weightsThread.problem()),
            Stream.concat(
                consumers.stream().map(ServiceThread::problem), Stream.of(weights.problem())))
        .filter(sentence -> !sentence.isEmpty())
        .findFirst()
        .orElse("");
  }

  private Map<String, Double> metrics() {
    BackendStatus status = backend.status();
    return Map.of(
        RolloutMetrics.TOKENS_PER_SECOND,
        rate.perSecond(context.clock().instant()),
        RolloutMetrics.BUSY_SLOTS,
        (double) status.busySlots(),
        RolloutMetrics.SLOTS,
        (double) status.slots(),
        RolloutMetrics.PENDING_SAMPLES,
        (double) sampler.pendingSamples());
  }

  private void registerGauges() {
    metrics.gauge(
        RolloutMetrics.TOKENS_PER_SECOND, () -> rate.perSecond(context.clock().instant()));
    metrics.gauge(RolloutMetrics.BUSY_SLOTS, () -> backend.status().busySlots());
    metrics.gauge(RolloutMetrics.SLOTS, () -> backend.status().slots());
    metrics.gauge(RolloutMetrics.PENDING_SAMPLES, sampler::pendingSamples);
    metrics.gauge(RolloutMetrics.WEIGHTS_VERSION, () -> version(backend.status().weightsVersion()));
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
      positionThread.close();
      samplerThread.close();
      backend.close();
      redeliveries.close();
      producer.flush();
    }
  }
}
