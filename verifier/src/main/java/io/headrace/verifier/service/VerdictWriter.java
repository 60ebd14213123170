package io.headrace.verifier.service;

import io.headrace.pipeline.kafka.AbandonedWork;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.topics.Topic;
import io.headrace.verifier.scorer.Scorers;
import io.headrace.verifier.scoring.ScoreResult;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes verdicts and dead letters. Each write reports its confirmation to its caller from the
 * producer's thread. Safe for use from several threads; owns nothing.
 */
final class VerdictWriter {

  private final EventProducer producer;
  private final String topic;
  private final Scorers scorers;
  private final DeadLetters deadLetters;
  private final AbandonedWork abandoned;
  private final VerifierMetrics metrics;
  private final Clock clock;

  VerdictWriter(
      EventProducer producer, String run, Scorers scorers, VerifierMetrics metrics, Clock clock) {
    this.producer = producer;
    this.topic = Topic.VERDICTS.of(run);
    this.scorers = scorers;
    this.deadLetters = new DeadLetters(producer, run, VerifierService.NAME, clock);
    this.abandoned = new AbandonedWork(producer, run, VerifierService.NAME, clock);
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Writes the verdict of one scorer.
   *
   * @param ended receives the failure, or empty when the verdict is in the log
   */
  void write(
      TraceReference trace,
      String scorer,
      ScoreResult result,
      Consumer<Optional<Exception>> ended) {
    Verdict verdict = Verdicts.of(trace, scorer, scorers, result, clock.instant());
    producer.send(
        new ProducerRecord<>(topic, verdict.getGroupId(), verdict),
        (_, problem) -> ended.accept(Optional.ofNullable(problem)));
    metrics.verdict(scorers.named(scorer).isPresent() ? scorer : "unknown", result);
  }

  /**
   * Writes a record that can't be scored to the dead letters.
   *
   * @param ended as for a verdict
   */
  void writeDeadLetter(
      PendingTrace pending, TraceDisposition.Rejected why, Consumer<Optional<Exception>> ended) {
    deadLetters.send(
        pending.record(),
        why.code(),
        why.reason(),
        pending.delivery(),
        (_, problem) -> ended.accept(Optional.ofNullable(problem)));
    metrics.deadLetter(why.code());
  }

  /**
   * Writes that the trace of a record gets no further verdict, so that its group is closed.
   *
   * @param groupId the record's key
   * @param ended as for a verdict
   */
  void abandon(
      PendingTrace pending,
      String groupId,
      TraceDisposition.Rejected why,
      Consumer<Optional<Exception>> ended) {
    abandoned.send(
        groupId,
        pending.record().offset(),
        why.reason(),
        (_, problem) -> ended.accept(Optional.ofNullable(problem)));
  }
}
