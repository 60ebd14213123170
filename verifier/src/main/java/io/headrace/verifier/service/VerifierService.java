package io.headrace.verifier.service;

import io.headrace.pipeline.config.VerifierConfig;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.ShareGroups;
import io.headrace.pipeline.queue.AttemptLog;
import io.headrace.pipeline.queue.Lane;
import io.headrace.pipeline.queue.LastAtRest;
import io.headrace.pipeline.queue.Redeliveries;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.pipeline.service.ServiceThreads;
import io.headrace.schemas.topics.Topic;
import io.headrace.verifier.BuiltInScorers;
import io.headrace.verifier.deadline.DeadlineExecutor;
import io.headrace.verifier.judge.Judge;
import io.headrace.verifier.scorer.Scorers;
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
  private final ServiceThreads lanes;

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
    this.lanes = lanes(new Judge(scorers, executor));
  }

  private static DeadlineExecutor executor(VerifierConfig config) {
    return new DeadlineExecutor(
        "scorer", config.threads(), config.scoreTimeout(), config.maxAbandoned());
  }

  private ServiceThreads lanes(Judge judge) {
    InFlight inFlight = InFlight.of(config, context.config().kafka().partitions());
    var writer =
        new VerdictWriter(producer, context.run(), judge.scorers(), metrics, context.clock());
    Supplier<TraceLane> regular = () -> lane(judge, writer, inFlight.tracesPerLane());
    Supplier<TraceLane> reserve = () -> lane(judge, writer, inFlight.tracesPerReserve());
    List<TraceLane> regulars = Stream.generate(regular).limit(inFlight.lanes()).toList();
    Stream<ReserveLane> reserves =
        Stream.generate(reserve)
            .limit(inFlight.lanes())
            .map(lane -> new ReserveLane(lane, regulars, context.clock()));
    return threads(Stream.<Lane>concat(regulars.stream(), reserves).toList());
  }

  private TraceLane lane(Judge judge, VerdictWriter writer, int tracesAtOnce) {
    return new TraceLane(
        new TraceLane.Source(
            () -> context.kafka().shareConsumer(shareGroup(), tracesAtOnce),
            Topic.TRACES.of(context.run()),
            redeliveries),
        new TraceIntake(context.kafka().codec(), config.maxDeliveries()),
        judge,
        writer,
        metrics,
        context.clock());
  }

  private static ServiceThreads threads(List<Lane> lanes) {
    var atRest = new CountDownLatch(lanes.size());
    List<ServiceThread> threads = new ArrayList<>();
    for (Lane lane : lanes) {
      String name = NAME + "-lane-" + threads.size();
      threads.add(new ServiceThread(name, new LastAtRest(lane, atRest)));
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
    lanes.start(START_DEADLINE);
  }

  @Override
  public ServiceStatus status() {
    return new ServiceStatus(lanes.state(), OptionalLong.empty(), metrics.figures(), trouble());
  }

  private String trouble() {
    if (!lanes.trouble().isEmpty()) {
      return lanes.trouble();
    }
    return executor.overwhelmed()
        ? executor.abandoned()
            + " scorer threads are stuck and no trace is scored; see the TIMEOUT verdicts for the"
            + " scorer, then restart the verifier"
        : "";
  }

  @Override
  public void close() {
    lanes.close();
    executor.close();
    redeliveries.close();
    producer.close(PRODUCER_CLOSE);
  }
}
