package io.headrace.verifier.service;

import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.schemas.VerdictStatus;
import io.headrace.verifier.scorer.GroupScorer;
import io.headrace.verifier.scoring.GroupScoring;
import io.headrace.verifier.scoring.ScoreResult;
import io.headrace.verifier.scoring.ScoringExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has traces scored with their groups and writes their verdicts. Owned by the thread of its
 * consumer; only the scorer runs on other threads.
 */
final class GroupVerdicts {

  private static final Logger LOG = LoggerFactory.getLogger(GroupVerdicts.class);

  private final GroupScorer scorer;
  private final ScoringExecutor executor;
  private final GroupScoring scoring;
  private final VerdictWriter writer;
  private final Consumer<GroupTrace> confirmed;
  private final BlockingQueue<GroupNotice> inbox = new LinkedBlockingQueue<>();
  private final List<GroupTrace> rejected = new ArrayList<>();

  /**
   * Verdicts of a scorer.
   *
   * @param confirmed receives each trace whose verdict is in the log
   */
  GroupVerdicts(
      GroupScorer scorer,
      ScoringExecutor executor,
      VerdictWriter writer,
      Consumer<GroupTrace> confirmed) {
    this.scorer = scorer;
    this.executor = executor;
    this.scoring = new GroupScoring(executor, scorer, Integer.MAX_VALUE);
    this.writer = writer;
    this.confirmed = confirmed;
  }

  /** Has a trace scored once its group is complete. */
  void score(GroupTrace trace) {
    var _ =
        scoring
            .score(trace.member())
            .thenAccept(result -> inbox.add(new GroupNotice.Answered(trace, result)));
  }

  /** Scores no trace of an incomplete group; its traces are NOT_SCORED. */
  void end(String groupId) {
    scoring.end(groupId);
  }

  /** Writes that a trace was read after its group was complete or ended. */
  void tooLate(GroupTrace trace) {
    write(
        trace,
        ScoreResult.notScored("its group was complete or ended before the trace was read"),
        false);
  }

  /** Whether a notice waits. */
  boolean hasNotices() {
    return !inbox.isEmpty();
  }

  /**
   * Writes the verdicts of what was scored, and handles the confirmations of the broker.
   *
   * @param wait for the first of them
   */
  void work(Duration wait) {
    askAgain();
    List<GroupNotice> notices = new ArrayList<>();
    try {
      GroupNotice first = inbox.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        notices.add(first);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    inbox.drainTo(notices);
    notices.forEach(this::apply);
  }

  private void apply(GroupNotice notice) {
    switch (notice) {
      case GroupNotice.Answered(GroupTrace trace, var result) ->
          result.ifPresentOrElse(found -> write(trace, found, false), () -> rejected.add(trace));
      case GroupNotice.Written written ->
          written
              .problem()
              .ifPresentOrElse(
                  problem -> notWritten(written, problem), () -> confirmed.accept(written.trace()));
    }
  }

  /** Asks the scorer once more for groups that were rejected while its threads were stuck. */
  private void askAgain() {
    if (!rejected.isEmpty() && !executor.overwhelmed(scorer.name())) {
      List<GroupTrace> again = List.copyOf(rejected);
      rejected.clear();
      again.forEach(this::score);
    }
  }

  private void write(GroupTrace trace, ScoreResult result, boolean isReplacement) {
    writer.write(
        trace.reference(),
        scorer.name(),
        result,
        problem -> inbox.add(new GroupNotice.Written(trace, isReplacement, problem)));
  }

  /** A verdict that the broker rejects is replaced by one without the scorer's text. */
  private void notWritten(GroupNotice.Written written, Exception problem) {
    boolean isRejected =
        BrokerFailure.find(problem)
            .filter(failure -> failure.kind() == BrokerFailure.Kind.BAD_RECORD)
            .isPresent();
    if (!isRejected || written.isReplacement()) {
      throw BrokerFailure.toException("writing verdicts", problem);
    }
    LOG.warn(
        "[trace={}] the broker rejects its verdict: {}; a verdict ERROR is written instead, check"
            + " max.message.bytes of the topic of verdicts",
        written.trace().reference().traceId(),
        problem.getMessage());
    String detail = "the broker rejected the verdict of the scorer";
    write(
        written.trace(),
        new ScoreResult(VerdictStatus.ERROR, OptionalDouble.empty(), detail, Duration.ZERO),
        true);
  }
}
