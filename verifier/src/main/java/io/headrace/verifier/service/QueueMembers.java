package io.headrace.verifier.service;

import io.headrace.pipeline.config.VerifierConfig;
import io.headrace.pipeline.kafka.ShareGroups;
import io.headrace.pipeline.queue.DelayedRelease;
import io.headrace.pipeline.queue.QueueConsumer;
import io.headrace.pipeline.queue.Redeliveries;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.schemas.topics.Topic;
import io.headrace.verifier.scorer.ScorerLimits;
import io.headrace.verifier.scoring.ScoringExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The members of one queue's share group in this process: regular consumers and the same number of
 * standby consumers.
 *
 * @param redeliveries of the queue; owned by the caller
 */
record QueueMembers(
    ServiceContext context,
    ScorerQueue queue,
    Redeliveries redeliveries,
    ScoringExecutor scoring,
    VerdictWriter writer,
    VerifierMetrics metrics) {

  /**
   * Most records of a scorer's own queue may ask for other scorers and are skipped at once, so a
   * member takes several records at a time even when its scorer is slow.
   */
  private static final int LEAST_OF_OWN_QUEUE = 8;

  /** A thread for each member; none has started. */
  List<ServiceThread> threads() {
    var defaults = new ScorerLimits(config().threads(), config().scoreTimeout());
    InFlight inFlight = InFlight.of(queue.limits(defaults), context.config().kafka().partitions());
    Supplier<TraceConsumer> regular = () -> consumer(atOnce(inFlight.tracesPerConsumer()));
    Supplier<TraceConsumer> reserve = () -> consumer(atOnce(inFlight.tracesPerReserve()));
    List<TraceConsumer> regulars = Stream.generate(regular).limit(inFlight.consumers()).toList();
    Stream<StandbyConsumer> reserves =
        Stream.generate(reserve)
            .limit(inFlight.consumers())
            .map(consumer -> new StandbyConsumer(consumer, regulars, context.clock()));
    return threads(Stream.<QueueConsumer>concat(regulars.stream(), reserves).toList());
  }

  private int atOnce(int traces) {
    return queue.isShared() ? traces : Math.max(traces, LEAST_OF_OWN_QUEUE);
  }

  private VerifierConfig config() {
    return context.config().verifier();
  }

  private TraceConsumer consumer(int tracesAtOnce) {
    return new TraceConsumer(
        new TraceConsumer.Source(
            () -> context.kafka().shareConsumer(shareGroup(), tracesAtOnce),
            Topic.TRACES.of(context.run()),
            redeliveries),
        new TraceIntake(context.kafka().codec(), config().maxDeliveries(), queue),
        scoring,
        writer,
        metrics,
        context.clock());
  }

  private List<ServiceThread> threads(List<QueueConsumer> consumers) {
    var atRest = new CountDownLatch(consumers.size());
    List<ServiceThread> threads = new ArrayList<>();
    for (QueueConsumer consumer : consumers) {
      String name = queue.qualified(VerifierService.NAME) + "-consumer-" + threads.size();
      threads.add(new ServiceThread(name, new DelayedRelease(consumer, atRest)));
    }
    return threads;
  }

  private String shareGroup() {
    return context.run() + "." + queue.qualified(VerifierService.NAME);
  }

  /** Writes the share group's settings; to be called before a member joins. */
  void configureGroup() {
    var deliveries =
        new ShareGroups.Deliveries("verifier.max-deliveries", config().maxDeliveries());
    redeliveries.limitTo(ShareGroups.configure(context.kafka(), shareGroup(), deliveries));
  }
}
