package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.verifier.scoring.ScoreResult;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes verdicts and dead letters of a consumer's traces, and decides a trace's end when a write
 * fails. The consumer's thread calls all of it.
 *
 * @param notices receives the broker's confirmations
 */
record TraceOutput(VerdictWriter writer, BlockingQueue<ConsumerNotice> notices) {

  private static final Logger LOG = LoggerFactory.getLogger(TraceOutput.class);

  /** Writes the verdict of an answer; the trace waits for its confirmation instead. */
  void write(ConsumerNotice.Answered answer, ScoreResult result) {
    PendingTrace pending = answer.pending();
    writer.write(
        TraceReference.of(answer.trace(), pending.record().offset()),
        answer.scorer(),
        result,
        problem -> notices.add(new ConsumerNotice.Written(pending, problem)));
  }

  /** Puts a trace into the dead letters, once. */
  void bury(PendingTrace pending, TraceDisposition.Refused why) {
    if (pending.reject()) {
      pending.waitForOne();
      writer.bury(
          pending, why, problem -> notices.add(new ConsumerNotice.Buried(pending, problem)));
      abandon(pending, why);
    }
  }

  /** A record that is no event is in no group. */
  private void abandon(PendingTrace pending, TraceDisposition.Refused why) {
    String groupId = pending.record().key();
    if (groupId != null && why.code() != ErrorCode.UNDECODABLE_RECORD) {
      pending.waitForOne();
      writer.abandon(
          pending,
          groupId,
          why,
          problem ->
              notices.add(
                  new ConsumerNotice.Buried(pending, problem.filter(TraceOutput::isRetriable))));
    }
  }

  /** A notice that the broker refuses for what it is would be refused again. */
  private static boolean isRetriable(Exception problem) {
    boolean isRefused = kind(problem) == BrokerFailure.Kind.BAD_RECORD;
    if (isRefused) {
      LOG.warn("the broker refuses the notice of an abandoned trace: {}", problem.getMessage());
    }
    return !isRefused;
  }

  /** A verdict was confirmed or not. */
  void apply(ConsumerNotice.Written written) {
    written.pending().oneArrived();
    written.problem().ifPresent(problem -> notWritten(written.pending(), problem));
  }

  /** A dead letter was confirmed or not. */
  void apply(ConsumerNotice.Buried buried) {
    buried.pending().oneArrived();
    buried.problem().ifPresent(problem -> giveBack(buried.pending(), problem));
  }

  private void notWritten(PendingTrace pending, Exception problem) {
    if (kind(problem) == BrokerFailure.Kind.BAD_RECORD) {
      bury(
          pending,
          new TraceDisposition.Refused(
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
}
