package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.verifier.scoring.ScoreResult;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes verdicts and dead letters of a consumer's traces, and decides how a trace is acknowledged
 * when a write fails. Used on the consumer's thread only.
 *
 * @param notices receives the broker's confirmations
 */
record TraceOutput(VerdictWriter writer, BlockingQueue<ConsumerNotice> notices) {

  private static final Logger LOG = LoggerFactory.getLogger(TraceOutput.class);

  /** Writes the verdict of a result; the trace then waits for its confirmation. */
  void write(ConsumerNotice.Answered answer, ScoreResult result) {
    PendingTrace pending = answer.pending();
    writer.write(
        TraceReference.of(answer.trace(), pending.record().offset()),
        answer.scorer(),
        result,
        problem -> notices.add(new ConsumerNotice.Written(pending, problem)));
  }

  /** Writes a trace to the dead letters, once. */
  void writeDeadLetter(PendingTrace pending, TraceDisposition.Rejected why) {
    if (pending.reject()) {
      pending.waitForOne();
      writer.writeDeadLetter(
          pending,
          why,
          problem -> notices.add(new ConsumerNotice.DeadLetterWritten(pending, problem)));
      abandon(pending, why);
    }
  }

  /** A record that is no event belongs to no group. */
  private void abandon(PendingTrace pending, TraceDisposition.Rejected why) {
    String groupId = pending.record().key();
    if (groupId != null && why.code() != ErrorCode.UNDECODABLE_RECORD) {
      pending.waitForOne();
      writer.abandon(
          pending,
          groupId,
          why,
          problem ->
              notices.add(
                  new ConsumerNotice.DeadLetterWritten(
                      pending, problem.filter(TraceOutput::isRetriable))));
    }
  }

  /** A notice that the broker rejects for its content would be rejected again. */
  private static boolean isRetriable(Exception problem) {
    boolean isRejected = kind(problem) == BrokerFailure.Kind.BAD_RECORD;
    if (isRejected) {
      LOG.warn("the broker rejects the notice of an abandoned trace: {}", problem.getMessage());
    }
    return !isRejected;
  }

  /** A verdict was confirmed or not. */
  void apply(ConsumerNotice.Written written) {
    written.pending().oneArrived();
    written.problem().ifPresent(problem -> notWritten(written.pending(), problem));
  }

  /** A dead letter was confirmed or not. */
  void apply(ConsumerNotice.DeadLetterWritten written) {
    written.pending().oneArrived();
    written.problem().ifPresent(problem -> release(written.pending(), problem));
  }

  private void notWritten(PendingTrace pending, Exception problem) {
    if (kind(problem) == BrokerFailure.Kind.BAD_RECORD) {
      writeDeadLetter(
          pending,
          new TraceDisposition.Rejected(
              ErrorCode.REFUSED_RECORD,
              "the broker rejects its verdict: %s; check max.message.bytes of the topic of verdicts"
                  .formatted(problem.getMessage())));
    } else if (!pending.rejected()) {
      release(pending, problem);
    }
  }

  private static BrokerFailure.Kind kind(Exception problem) {
    return BrokerFailure.find(problem)
        .map(BrokerFailure::kind)
        .orElse(BrokerFailure.Kind.PERMANENT);
  }

  private static void release(PendingTrace pending, Exception problem) {
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
    pending.release();
  }
}
