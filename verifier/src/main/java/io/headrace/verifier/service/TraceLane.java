package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.pipeline.queue.Lane;
import io.headrace.pipeline.queue.LeasedRecords;
import io.headrace.schemas.Trace;
import io.headrace.schemas.topics.Topic;
import io.headrace.verifier.judge.Judge;
import io.headrace.verifier.judge.Judgement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the share group on {@code traces}: takes a few traces, has them judged, writes each
 * verdict as soon as it is there, and acknowledges a trace when its verdicts are confirmed. Leases
 * are renewed until then, however long a scorer takes.
 *
 * <p>Whatever dies before the acknowledgement, the trace is delivered again and judged again, with
 * the same result. All of it runs on the lane's thread; only scorers run elsewhere.
 */
final class TraceLane implements Lane {

  private static final Logger LOG = LoggerFactory.getLogger(TraceLane.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration WAIT = Duration.ofMillis(50);
  private static final Duration FINISH = Duration.ofSeconds(2);

  private final TraceIntake intake;
  private final Judge judge;
  private final VerdictWriter writer;
  private final VerifierMetrics metrics;
  private final LeasedRecords<PendingTrace> records;
  private final BlockingQueue<LaneNews> inbox = new LinkedBlockingQueue<>();
  private final Clock clock;
  private volatile Instant heldSince = Instant.MAX;
  private final Queue<LaneNews.Answered> postponed = new ArrayDeque<>();

  /**
   * A lane that has not joined the group yet.
   *
   * @param member makes its share consumer
   */
  TraceLane(
      Supplier<ShareConsumer<String, byte[]>> member,
      String run,
      TraceIntake intake,
      Judge judge,
      VerdictWriter writer,
      VerifierMetrics metrics,
      Clock clock) {
    this.intake = intake;
    this.judge = judge;
    this.writer = writer;
    this.metrics = metrics;
    this.clock = clock;
    this.records = new LeasedRecords<>(member, Topic.TRACES.of(run), this::begin, clock);
  }

  @Override
  public void open() {
    records.join();
  }

  @Override
  public void turn() {
    if (records.isEmpty()) {
      heldSince = Instant.MAX;
      records.take(POLL);
      heldSince = clock.instant();
    } else {
      work();
    }
  }

  @Override
  public void recover() {
    heldSince = Instant.MAX;
    records.startOver();
  }

  private PendingTrace begin(ConsumerRecord<String, byte[]> record) {
    PendingTrace pending = new PendingTrace(record);
    switch (intake.decide(record.value(), pending.delivery())) {
      case Intake.Score(Trace trace) ->
          trace.getScorers().forEach(scorer -> ask(pending, trace, scorer));
      case Intake.Refused why -> bury(pending, why);
    }
    count(pending);
    return pending;
  }

  private void ask(PendingTrace pending, Trace trace, String scorer) {
    CompletableFuture<Optional<Judgement>> judgement = judge.judge(scorer, Verdicts.input(trace));
    pending.waitFor(judgement);
    var _ =
        judgement.thenAccept(
            said -> inbox.add(new LaneNews.Answered(pending, trace, scorer, said)));
  }

  private void work() {
    for (LaneNews news : nextNews()) {
      if (!news.pending().abandoned()) {
        heed(news);
      }
    }
    askAgain();
    records.acknowledgeEnded();
    metrics.leasesRenewed(records.renewWhenDue());
  }

  /** What arrived, after waiting a moment for the first. */
  private List<LaneNews> nextNews() {
    List<LaneNews> arrived = new ArrayList<>();
    try {
      LaneNews first = inbox.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        arrived.add(first);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    inbox.drainTo(arrived);
    return arrived;
  }

  private void heed(LaneNews news) {
    PendingTrace pending = news.pending();
    switch (news) {
      case LaneNews.Answered answer when answer.judgement().isEmpty() -> postponed.add(answer);
      case LaneNews.Answered answer -> write(answer, answer.judgement().get());
      case LaneNews.Written written -> {
        pending.oneArrived();
        written.problem().ifPresent(problem -> notWritten(pending, problem));
      }
      case LaneNews.Buried buried -> {
        pending.oneArrived();
        buried.problem().ifPresent(problem -> giveBack(pending, problem));
      }
    }
    count(pending);
  }

  /** In place of the answer its verdict's confirmation is waited for. */
  private void write(LaneNews.Answered answer, Judgement judgement) {
    PendingTrace pending = answer.pending();
    writer.write(
        answer.trace(),
        pending.record().offset(),
        answer.scorer(),
        judgement,
        problem -> inbox.add(new LaneNews.Written(pending, problem)));
  }

  private void bury(PendingTrace pending, Intake.Refused why) {
    if (pending.reject()) {
      pending.waitForOne();
      writer.bury(pending, why, problem -> inbox.add(new LaneNews.Buried(pending, problem)));
      abandon(pending, why);
    }
  }

  /** A record that is no event is in no group. */
  private void abandon(PendingTrace pending, Intake.Refused why) {
    String groupId = pending.record().key();
    if (groupId != null && why.code() != ErrorCode.UNDECODABLE_RECORD) {
      pending.waitForOne();
      writer.abandon(
          pending,
          groupId,
          why,
          problem ->
              inbox.add(new LaneNews.Buried(pending, problem.filter(TraceLane::isRetriable))));
    }
  }

  /** A notice that the broker refuses for what it is would be refused again. */
  private static boolean isRetriable(Exception problem) {
    boolean isRefused = kind(problem) == BrokerFailure.Kind.BAD_RECORD;
    if (isRefused) {
      LOG.warn("the broker refuses to be told that a trace is abandoned: {}", problem.getMessage());
    }
    return !isRefused;
  }

  private void notWritten(PendingTrace pending, Exception problem) {
    if (kind(problem) == BrokerFailure.Kind.BAD_RECORD) {
      bury(
          pending,
          new Intake.Refused(
              ErrorCode.REFUSED_RECORD,
              "the broker refuses its verdict: %s; check max.message.bytes of the topic of verdicts"
                  .formatted(problem.getMessage())));
    } else if (!pending.rejected()) {
      giveBack(pending, problem);
    }
  }

  private static BrokerFailure.Kind kind(Exception problem) {
    return BrokerFailure.find(problem)
        .map(BrokerFailure::kind)
        .orElse(BrokerFailure.Kind.PERMANENT);
  }

  private static void giveBack(PendingTrace pending, Exception problem) {
    if (kind(problem) == BrokerFailure.Kind.PERMANENT) {
      throw BrokerFailure.toException("writing verdicts", problem);
    }
    ConsumerRecord<String, byte[]> record = pending.record();
    LOG.warn(
        "[{} partition={} offset={}] its verdict or dead letter was not written: {}; it is"
            + " delivered again",
        record.topic(),
        record.partition(),
        record.offset(),
        problem.getMessage());
    pending.giveBack();
  }

  private void count(PendingTrace pending) {
    pending.end().ifPresent(metrics::ended);
  }

  /** Asks the scorers once more that were refused while too many threads were stuck. */
  private void askAgain() {
    while (!postponed.isEmpty() && !judge.executor().overwhelmed()) {
      LaneNews.Answered refused = postponed.remove();
      if (!refused.pending().abandoned()) {
        refused.pending().oneArrived();
        ask(refused.pending(), refused.trace(), refused.scorer());
      }
    }
  }

  /** Whether it has held a trace since that time or longer. Safe for all threads. */
  boolean holdsSince(Instant time) {
    return !heldSince.isAfter(time);
  }

  @Override
  public boolean holdsRecords() {
    return !records.isEmpty();
  }

  /** Lets scorers that are about to answer do so, then gives back the other traces. */
  @Override
  public void drain() {
    long end = System.nanoTime() + FINISH.toNanos();
    try {
      while (!records.isEmpty() && System.nanoTime() < end) {
        work();
      }
    } finally {
      metrics.released(records.leave());
    }
  }
}
