package io.headrace.learner.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.LearnerId;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.weights.ChunkRetention;
import io.headrace.pipeline.weights.WeightsPublisher;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Writes commits, each in one Kafka transaction.
 *
 * <p>The transactional id is that of the run and the learner's id, so opening a second learner of
 * one id fences the first: its next commit fails and it stops, having changed nothing. Learners of
 * other ids have their own versions and steps. Owned by one thread.
 */
final class StepTransaction implements AutoCloseable {

  /**
   * Longer than a broker is usually unavailable: after it the broker aborts and fences, as if
   * another learner had taken over. The open transaction of a learner that died is aborted by the
   * next learner at its start.
   */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private static final int ATTEMPTS = 5;

  private final EventProducer producer;
  private final String run;
  private final LearnerId learner;
  private final String steps;
  private final ConsumerGroupMetadata group;
  private final WeightsPublisher weights;
  private final ChunkRetention retention;
  private final DeadLetters deadLetters;

  /** Opens the producer, which fences earlier learners of the id. */
  StepTransaction(ServiceContext context, ConsumerGroupMetadata group) {
    this.run = context.run();
    this.learner = context.config().learner().learnerId();
    this.steps = Topic.STEPS.of(learner.topics(run));
    this.group = group;
    this.producer = context.kafka().transactionalProducer(learner.client(run), TIMEOUT);
    this.weights =
        new WeightsPublisher(
            producer,
            run,
            learner,
            context.config().weights(),
            context
                .config()
                .weights()
                .versionsFolder(learner.folder(context.runFolder()), learner.topics(run)));
    this.retention =
        new ChunkRetention(context.kafka(), learner.topics(run), context.config().weights().kept());
    this.deadLetters = new DeadLetters(producer, run, learner.service(), context.clock());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      retention.close();
      throw failed("taking over the run", e);
    }
  }

  /**
   * Writes a commit atomically.
   *
   * @throws HeadraceException FENCED when another learner took over, otherwise why the broker did
   *     not accept it, after several attempts if the failure is retriable
   */
  void commit(Commit commit) {
    WeightsManifest manifest =
        transact(() -> send(commit), "committing weights " + commit.release().version());
    weights.prune(commit.release().version());
    retention.committed(manifest);
  }

  /**
   * Writes the event of the step at which the learner stopped.
   *
   * @throws HeadraceException as {@link #commit}
   */
  void stop(LearnerStopped stopped) {
    transact(
        () -> producer.send(new ProducerRecord<>(steps, run, stopped)),
        "writing where the learner stopped");
  }

  private <T> T transact(Supplier<T> send, String what) {
    for (int attempt = 1; ; attempt++) {
      try {
        producer.beginTransaction();
        T sent = send.get();
        retryTimeouts(producer::commitTransaction, what);
        return sent;
      } catch (KafkaException | HeadraceException e) {
        requireNotFenced(e);
        if (attempt == ATTEMPTS || !isRetriable(e)) {
          throw failed(what, e);
        }
        abort(e);
      }
    }
  }

  private WeightsManifest send(Commit commit) {
    WeightsManifest manifest = weights.publish(commit.release(), commit.model());
    for (StepCompleted step : commit.steps()) {
      producer.send(new ProducerRecord<>(steps, run, step));
    }
    for (RejectedRecord each : commit.rejected()) {
      deadLetters.sendInTransaction(each.origin(), ErrorCode.UNDECODABLE_RECORD, each.message(), 1);
    }
    if (!commit.offsets().isEmpty()) {
      producer.sendOffsets(commit.offsets(), group);
    }
    return manifest;
  }

  /** A commit whose outcome is unknown is not retried: the next learner reads it from the log. */
  private static boolean isRetriable(RuntimeException failure) {
    return BrokerFailure.isRetriable(failure)
        && !(failure instanceof HeadraceException known && known.code() == ErrorCode.TIMED_OUT);
  }

  /** After a timeout the outcome of a call is unknown; repeating it is safe. */
  private void retryTimeouts(Runnable call, String what) {
    for (int attempt = 1; ; attempt++) {
      try {
        call.run();
        return;
      } catch (TimeoutException e) {
        if (attempt == ATTEMPTS) {
          throw new HeadraceException(
              ErrorCode.TIMED_OUT,
              "[run=%s] %s took longer than %d attempts; check that the broker runs"
                  .formatted(run, what, ATTEMPTS),
              e);
        }
      }
    }
  }

  private void abort(RuntimeException reason) {
    try {
      retryTimeouts(producer::abortTransaction, "aborting a failed commit");
    } catch (KafkaException e) {
      requireNotFenced(e);
      reason.addSuppressed(e);
      throw failed("aborting a failed commit", reason);
    }
  }

  private void requireNotFenced(RuntimeException failure) {
    if (BrokerFailure.isTakenOver(failure)) {
      throw new HeadraceException(
          ErrorCode.FENCED,
          "[run=%s learner=%s] another learner of this id took over this run, so this one stops; run one learner per run and id"
              .formatted(run, learner),
          failure);
    }
  }

  private HeadraceException failed(String what, Exception cause) {
    return BrokerFailure.toException("%s of run %s".formatted(what, run), cause);
  }

  @Override
  public void close() {
    retention.close();
    producer.close(Duration.ofSeconds(5));
  }
}
