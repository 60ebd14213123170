package io.headrace.learner.service;

import io.headrace.learner.stage.Signals;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code control} and {@code evals} from their first record and keeps what they said. A
 * record that can't be read is logged and passed over: whoever owns those topics dead-letters it.
 */
final class SignalFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SignalFeed.class);
  private static final Duration CATCH_UP_POLL = Duration.ofMillis(200);
  private static final int CATCH_UP_POLLS = 150;

  private final TopicFeed control;
  private final TopicFeed evaluations;
  private final EventCodec codec;
  private Signals signals = Signals.NONE;

  SignalFeed(KafkaClients kafka, String run, String group) {
    this.codec = kafka.codec();
    this.control = new TopicFeed(kafka, group, Topic.CONTROL, run);
    this.evaluations = new TopicFeed(kafka, group, Topic.EVALS, run);
  }

  /** The learner's consumer group, to commit offsets in its name. */
  ConsumerGroupMetadata group() {
    return control.group();
  }

  /**
   * Reads everything that is there now, so that an old PAUSE or STOP holds from the start.
   *
   * @throws HeadraceException TIMED_OUT when the broker does not give it in time
   */
  void catchUp() {
    for (TopicFeed feed : List.of(control, evaluations)) {
      long end = feed.end();
      for (int polls = 0; feed.position() < end; polls++) {
        if (polls == CATCH_UP_POLLS) {
          throw new HeadraceException(
              ErrorCode.TIMED_OUT,
              "[%s] reading it up to offset %d took longer than %d s; check the broker"
                  .formatted(
                      feed.partition().topic(),
                      end,
                      CATCH_UP_POLL.multipliedBy(CATCH_UP_POLLS).toSeconds()));
        }
        apply(feed.poll(CATCH_UP_POLL));
      }
    }
  }

  /** The signals after what came within the timeout. */
  Signals poll(Duration timeout) {
    apply(evaluations.poll(Duration.ZERO));
    apply(control.poll(timeout));
    return signals;
  }

  private void apply(List<ConsumerRecord<String, byte[]>> records) {
    for (ConsumerRecord<String, byte[]> each : records) {
      try {
        signals = after(codec.decode(each.value()));
      } catch (HeadraceException e) {
        LOG.warn("[{} offset={}] passed over: {}", each.topic(), each.offset(), e.getMessage());
      }
    }
  }

  private Signals after(SpecificRecord event) {
    return switch (event) {
      case PhaseChanged phase -> signals.with(phase);
      case CommandIssued command -> signals.with(command);
      case EvaluationCompleted evaluation -> signals.with(evaluation);
      default -> signals;
    };
  }

  @Override
  public void close() {
    control.close();
    evaluations.close();
  }
}
