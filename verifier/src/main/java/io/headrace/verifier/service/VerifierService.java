package io.headrace.verifier.service;

import io.headrace.pipeline.config.VerifierConfig;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.queue.AttemptLog;
import io.headrace.pipeline.queue.Redeliveries;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.pipeline.service.ServiceThreads;
import io.headrace.schemas.topics.Topic;
import io.headrace.verifier.BuiltInScorers;
import io.headrace.verifier.group.GroupLimits;
import io.headrace.verifier.group.OpenGroups;
import io.headrace.verifier.scorer.GroupScorer;
import io.headrace.verifier.scorer.ScorerLimits;
import io.headrace.verifier.scorer.Scorers;
import io.headrace.verifier.scoring.ScoringExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The verifier: reads {@code <run>.traces} as a member of share group {@code <run>.verifier}, and
 * of {@code <run>.verifier.<scorer>} for each scorer with a queue of its own, as a member of
 * consumer group {@code <run>.verifier.<scorer>} for each group scorer, and writes one verdict per
 * trace and scorer to {@code <run>.verdicts}. Any number of instances share the work.
 *
 * <p>A scorer that hangs costs one thread and a TIMEOUT verdict. When more threads of a scorer are
 * stuck than the configuration allows, it scores no more traces until some of them end; meanwhile
 * the service reports a problem and is not ready.
 */
public final class VerifierService implements Service {

  /** Name of the service. */
  public static final String NAME = "verifier";

  private static final Duration START_DEADLINE = Duration.ofSeconds(30);

  private static final Duration PRODUCER_CLOSE = Duration.ofSeconds(5);

  private final ServiceContext context;
  private final ScoringExecutor scoring;
  private final VerifierMetrics metrics;
  private final EventProducer producer;
  private final List<QueueMembers> queues;
  private final ServiceThreads consumers;

  /** The service with the built-in scorers. */
  public VerifierService(ServiceContext context) {
    this(context, BuiltInScorers.all());
  }

  /** The service with other scorers. */
  public VerifierService(ServiceContext context, Scorers scorers) {
    this(context, scoring(scorers, context.config().verifier()));
  }

  /** The service with an executor that it closes. */
  VerifierService(ServiceContext context, ScoringExecutor scoring) {
    this.context = context;
    this.scoring = scoring;
    this.metrics = new VerifierMetrics(context.metrics(), scoring);
    this.producer = context.kafka().producer();
    this.queues = queues();
    this.consumers =
        new ServiceThreads(
            Stream.concat(
                    queues.stream().flatMap(queue -> queue.threads().stream()), groupThreads())
                .toList());
  }

  private static ScoringExecutor scoring(Scorers scorers, VerifierConfig config) {
    var defaults = new ScorerLimits(config.threads(), config.scoreTimeout());
    return new ScoringExecutor(scorers, defaults, config.maxAbandoned());
  }

  private VerdictWriter writer() {
    return new VerdictWriter(producer, context.run(), scoring.scorers(), metrics, context.clock());
  }

  /** One thread for each group scorer. */
  private Stream<ServiceThread> groupThreads() {
    return scoring.scorers().all().stream()
        .filter(GroupScorer.class::isInstance)
        .map(GroupScorer.class::cast)
        .map(
            scorer ->
                new ServiceThread(NAME + "." + scorer.name() + "-consumer", groupConsumer(scorer)));
  }

  private GroupTraceConsumer groupConsumer(GroupScorer scorer) {
    String group = context.run() + "." + NAME + "." + scorer.name();
    VerdictWriter writer = writer();
    return new GroupTraceConsumer(
        new GroupTraceConsumer.Source(
            () -> context.kafka().consumer(group), Topic.TRACES.of(context.run())),
        new GroupTraceIntake(context.kafka().codec(), scorer.name()),
        new OpenGroups(GroupLimits.of(context.config().verifier().groupTimeout())),
        confirmed -> new GroupVerdicts(scorer, scoring, writer, confirmed),
        context.clock());
  }

  private List<QueueMembers> queues() {
    Scorers scorers = scoring.scorers();
    var writer = writer();
    String traces = Topic.TRACES.of(context.run());
    var shared =
        new Redeliveries(
            new AttemptLog(context, NAME, traces, producer),
            context.config().verifier().maxDeliveries());
    List<QueueMembers> members = new ArrayList<>();
    for (ScorerQueue queue : ScorerQueue.of(scorers)) {
      Redeliveries redeliveries =
          queue.isShared()
              ? shared
              : shared.beside(AttemptLog.ofQueue(context, NAME, traces, queue.name(), producer));
      members.add(new QueueMembers(context, queue, redeliveries, scoring, writer, metrics));
    }
    return List.copyOf(members);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    queues.forEach(QueueMembers::configureGroup);
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
    return scoring.problem();
  }

  @Override
  public void close() {
    consumers.close();
    scoring.close();
    queues.forEach(queue -> queue.redeliveries().close());
    producer.close(PRODUCER_CLOSE);
  }
}
