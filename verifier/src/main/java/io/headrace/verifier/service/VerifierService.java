package io.headrace.verifier.service;

import io.headrace.pipeline.config.VerifierConfig;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.ShareGroups;
import io.headrace.pipeline.queue.AttemptLog;
import io.headrace.pipeline.queue.DelayedRelease;
import io.headrace.pipeline.queue.QueueConsumer;
import io.headrace.pipeline.queue.Redeliveries;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.pipeline.service.ServiceThreads;
import io.headrace.schemas.topics.Topic;
import io.headrace.verifier.BuiltInScorers;
import io.headrace.verifier.deadline.DeadlineExecutor;
import io.headrace.verifier.scorer.Scorers;
import io.headrace.verifier.scoring.ScoringExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The verifier: a member of share group {@code <run>.verifier} that reads {@code <run>.traces} and
 * writes one verdict per trace and scorer to {@code <run>.verdicts}. Any number of instances share
 * the work.
 *
 * <p>A scorer that hangs costs one thread and a TIMEOUT verdict. When more threads are stuck than
 * the configuration puts up with, the service scores no more traces, says so in its status and is
 * not ready, until some of them end.
 */
public final class VerifierService implements Service {

  /** Name of the service. */
  public static final String NAME = "verifier";

  private static final Duration START_DEADLINE = Duration.ofSeconds(30);

  private static final Duration PRODUCER_CLOSE = Duration.ofSeconds(5);

  private final ServiceContext context;
  private final VerifierConfig config;
  private final DeadlineExecutor executor;
  private final VerifierMetrics metrics;
  private final EventProducer producer;
  private final Redeliveries redeliveries;
  private final ServiceThreads consumers;

  /** The service with the scorers that come with Headrace. */
  public VerifierService(ServiceContext context) {
    this(context, BuiltInScorers.all());
  }

  /** The service with scorers of one's own. */
  public VerifierService(ServiceContext context, Scorers scorers) {
    this(context, scorers, executor(context.config().verifier()));
  }

  /** The service with an executor of one's own, which it closes. */
  VerifierService(ServiceContext context, Scorers scorers, DeadlineExecutor executor) {
    this.context = context;
    this.config = context.config().verifier();
    this.executor = executor;
    this.metrics = new VerifierMetrics(context.metrics(), executor);
    this.producer = context.kafka().producer();
    this.redeliveries =
        new Redeliveries(
            new AttemptLog(context, NAME, Topic.TRACES.of(context.run()), producer),
            config.maxDeliveries());
    this.consumers = consumers(new ScoringExecutor(scorers, executor));
  }

  private static DeadlineExecutor executor(VerifierConfig config) {
    return new DeadlineExecutor(
        "scorer", config.threads(), config.scoreTimeout(), config.maxAbandoned());
  }

  private ServiceThreads consumers(ScoringExecutor scoring) {
    InFlight inFlight = InFlight.of(config, context.config().kafka().partitions());
    var writer =
        new VerdictWriter(producer, context.run(), scoring.scorers(), metrics, context.clock());
    Supplier<TraceConsumer> regular = () -> consumer(scoring, writer, inFlight.tracesPerConsumer());
    Supplier<TraceConsumer> reserve = () -> consumer(scoring, writer, inFlight.tracesPerReserve());
    List<TraceConsumer> regulars = Stream.generate(regular).limit(inFlight.consumers()).toList();
    Stream<StandbyConsumer> reserves =
        Stream.generate(reserve)
            .limit(inFlight.consumers())
            .map(consumer -> new StandbyConsumer(consumer, regulars, context.clock()));
    return threads(Stream.<QueueConsumer>concat(regulars.stream(), reserves).toList());
  }

  private TraceConsumer consumer(ScoringExecutor scoring, VerdictWriter writer, int tracesAtOnce) {
    return new TraceConsumer(
        new TraceConsumer.Source(
            () -> context.kafka().shareConsumer(shareGroup(), tracesAtOnce),
            Topic.TRACES.of(context.run()),
            redeliveries),
        new TraceIntake(context.kafka().codec(), config.maxDeliveries()),
        scoring,
        writer,
        metrics,
        context.clock());
  }

  private static ServiceThreads threads(List<QueueConsumer> consumers) {
    var atRest = new CountDownLatch(consumers.size());
    List<ServiceThread> threads = new ArrayList<>();
    for (QueueConsumer consumer : consumers) {
      String name = NAME + "-consumer-" + threads.size();
      threads.add(new ServiceThread(name, new DelayedRelease(consumer, atRest)));
    }
    return new ServiceThreads(threads);
  }

  private String shareGroup() {
    return context.run() + "." + NAME;
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
            new ShareGroups.Deliveries("verifier.max-deliveries", config.maxDeliveries()));
    redeliveries.limitTo(deliveryLimit);
    consumers.start(START_DEADLINE);
  }

  @Override
  public ServiceStatus status() {
    return new ServiceStatus(
        consumers.state(), OptionalLong.empty(), metrics.snapshot(), problem());
  }

  private String problem() {
    if (!consumers.problem().isEmpty()) {
      return consumers.problem();
    }
    return executor.overwhelmed()
        ? executor.abandoned()
            + " scorer threads are stuck and no trace is scored; see the TIMEOUT verdicts for the"
            + " scorer, then restart the verifier"
        : "";
  }

  @Override
  public void close() {
    consumers.close();
    executor.close();
    redeliveries.close();
    producer.close(PRODUCER_CLOSE);
  }
}
