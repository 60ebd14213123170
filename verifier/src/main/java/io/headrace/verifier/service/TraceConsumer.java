package io.headrace.verifier.service;

import io.headrace.pipeline.queue.AttemptRule;
import io.headrace.pipeline.queue.LeasedRecords;
import io.headrace.pipeline.queue.QueueConsumer;
import io.headrace.pipeline.queue.RecordPosition;
import io.headrace.pipeline.queue.Redeliveries;
import io.headrace.pipeline.queue.Suspect;
import io.headrace.pipeline.queue.Suspects;
import io.headrace.schemas.Trace;
import io.headrace.verifier.scoring.ScoreResult;
import io.headrace.verifier.scoring.ScoringExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;

/**
 * A member of a queue's share group on {@code traces}: takes a few traces, passes them to the
 * queue's scorers, writes each verdict when its score arrives, and acknowledges a trace when its
 * verdicts are confirmed. Leases are renewed until then, however long a scorer takes.
 *
 * <p>A trace whose acknowledgement is lost is delivered and scored again, with the same result; a
 * trace that crashes its verifiers is found by its attempts ({@link Suspects}). All of it runs on
 * the consumer's thread; only scorers run on other threads.
 */
final class TraceConsumer implements QueueConsumer {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration WAIT = Duration.ofMillis(50);
  private static final Duration FINISH = Duration.ofSeconds(2);

  private final TraceIntake intake;
  private final ScoringExecutor scoring;
  private final TraceOutput output;
  private final VerifierMetrics metrics;
  private final LeasedRecords<PendingTrace> records;
  private final Suspects suspects;
  private final BlockingQueue<ConsumerNotice> inbox = new LinkedBlockingQueue<>();
  private final Clock clock;
  private volatile Instant heldSince = Instant.MAX;
  private final List<ConsumerNotice.Answered> postponed = new ArrayList<>();

  /**
   * Where a consumer takes its traces from.
   *
   * @param member makes its share consumer
   * @param topic the topic of traces
   * @param redeliveries shared by the consumers of the process
   */
  record Source(
      Supplier<ShareConsumer<String, byte[]>> member, String topic, Redeliveries redeliveries) {}

  /** A consumer that has not joined the group yet. */
  TraceConsumer(
      Source source,
      TraceIntake intake,
      ScoringExecutor scoring,
      VerdictWriter writer,
      VerifierMetrics metrics,
      Clock clock) {
    this.intake = intake;
    this.scoring = scoring;
    this.output = new TraceOutput(writer, inbox);
    this.metrics = metrics;
    this.clock = clock;
    this.records = new LeasedRecords<>(source.member(), source.topic(), this::hold, clock);
    this.suspects = new Suspects(source.redeliveries());
  }

  @Override
  public void open() {
    records.join();
  }

  @Override
  public void runOnce() {
    if (records.isEmpty()) {
      heldSince = Instant.MAX;
      records.take(POLL);
      heldSince = clock.instant();
      suspects.decide();
    } else {
      suspects.beginNext();
      work();
      suspects.decide();
    }
  }

  @Override
  public void recover() {
    heldSince = Instant.MAX;
    suspects.clear();
    records.startOver();
  }

  /** A redelivered trace waits for the decision about all redelivered traces. */
  private PendingTrace hold(ConsumerRecord<String, byte[]> record) {
    PendingTrace pending = new PendingTrace(record);
    if (pending.delivery() > 1 && !intake.isSkipped(record.value())) {
      pending.waitForOne();
      suspects.add(new SuspectTrace(pending));
    } else {
      begin(pending);
      count(pending);
    }
    return pending;
  }

  private void begin(PendingTrace pending) {
    switch (intake.decide(pending.record().value())) {
      case TraceDisposition.Score(Trace trace, List<String> scorers) ->
          scorers.forEach(scorer -> ask(pending, trace, scorer));
      case TraceDisposition.Skipped _ -> pending.skip();
      case TraceDisposition.Rejected why -> output.writeDeadLetter(pending, why);
    }
  }

  private final class SuspectTrace implements Suspect {

    private final PendingTrace pending;

    SuspectTrace(PendingTrace pending) {
      this.pending = pending;
    }

    @Override
    public RecordPosition position() {
      return RecordPosition.of(pending.record());
    }

    @Override
    public int delivery() {
      return pending.delivery();
    }

    @Override
    public boolean isOver() {
      return pending.abandoned() || pending.end().isPresent();
    }

    @Override
    public void begin() {
      TraceConsumer.this.begin(pending);
      decided();
    }

    @Override
    public void sendToDeadLetters(AttemptRule.Treatment why, int attempts) {
      output.writeDeadLetter(pending, intake.rejectRedelivered(why, pending.delivery(), attempts));
      decided();
    }

    private void decided() {
      pending.oneArrived();
      count(pending);
    }
  }

  private void ask(PendingTrace pending, Trace trace, String scorer) {
    CompletableFuture<Optional<ScoreResult>> result = scoring.score(scorer, Verdicts.input(trace));
    pending.waitFor(result);
    var _ =
        result.thenAccept(
            said -> inbox.add(new ConsumerNotice.Answered(pending, trace, scorer, said)));
  }

  private void work() {
    for (ConsumerNotice notice : nextNotices()) {
      if (!notice.pending().abandoned()) {
        apply(notice);
      }
    }
    askAgain();
    records.acknowledgeEnded();
    if (suspects.isIsolatedOver()) {
      records.awaitAcknowledged();
      suspects.endIsolated();
    }
    metrics.leasesRenewed(records.renewWhenDue());
  }

  /** The notices that arrived; waits up to 50 ms for the first. */
  private List<ConsumerNotice> nextNotices() {
    List<ConsumerNotice> arrived = new ArrayList<>();
    try {
      ConsumerNotice first = inbox.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        arrived.add(first);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    inbox.drainTo(arrived);
    return arrived;
  }

  private void apply(ConsumerNotice notice) {
    PendingTrace pending = notice.pending();
    switch (notice) {
      case ConsumerNotice.Answered answer when answer.result().isEmpty() -> postponed.add(answer);
      case ConsumerNotice.Answered answer -> output.write(answer, answer.result().get());
      case ConsumerNotice.Written written -> output.apply(written);
      case ConsumerNotice.DeadLetterWritten written -> output.apply(written);
    }
    count(pending);
  }

  private void count(PendingTrace pending) {
    if (!pending.skipped()) {
      pending.end().ifPresent(metrics::ended);
    }
  }

  /** Asks scorers again whose executor rejected a trace while too many threads were stuck. */
  private void askAgain() {
    List<ConsumerNotice.Answered> rejected = List.copyOf(postponed);
    postponed.clear();
    for (ConsumerNotice.Answered each : rejected) {
      if (scoring.overwhelmed(each.scorer())) {
        postponed.add(each);
      } else if (!each.pending().abandoned()) {
        each.pending().oneArrived();
        ask(each.pending(), each.trace(), each.scorer());
      }
    }
  }

  /** Whether it has held a trace since that time. Safe for all threads. */
  boolean holdsSince(Instant time) {
    return !heldSince.isAfter(time);
  }

  @Override
  public boolean holdsRecords() {
    return !records.isEmpty();
  }

  /** Waits up to two seconds for results, then releases the other traces. */
  @Override
  public void drain() {
    long end = System.nanoTime() + FINISH.toNanos();
    try {
      while (!records.isEmpty() && System.nanoTime() < end) {
        work();
      }
    } finally {
      suspects.clear();
      metrics.released(records.leave());
    }
  }
}
