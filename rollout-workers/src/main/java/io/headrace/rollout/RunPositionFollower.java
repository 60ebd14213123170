package io.headrace.rollout;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.rollout.request.PhaseRule;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the run's position from the topic control: in an end state no further step is taken, so
 * queued training requests are not sampled and the final evaluation does not wait for them. {@link
 * #needs} is safe for all threads.
 */
final class RunPositionFollower implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(RunPositionFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaClients kafka;
  private final EventCodec codec;
  private final TopicPartition control;
  private final String group;
  private @Nullable Consumer<String, byte[]> consumer;
  private volatile boolean isOver;

  RunPositionFollower(KafkaClients kafka, String run, String reader) {
    this.kafka = kafka;
    this.codec = kafka.codec();
    this.control = new TopicPartition(Topic.CONTROL.of(run), 0);
    this.group = run + ".run-position-" + reader;
  }

  /** Whether the run still uses the request's traces. */
  boolean needs(GroupRequest request) {
    return PhaseRule.needs(request.getPurpose(), isOver);
  }

  @Override
  public void open() {
    Consumer<String, byte[]> opened = kafka.consumer(group);
    consumer = opened;
    opened.assign(List.of(control));
    opened.seekToBeginning(List.of(control));
  }

  @Override
  public void runOnce() {
    if (consumer == null) {
      throw new IllegalStateException("the follower is not open");
    }
    consumer.poll(POLL).records(control).forEach(this::apply);
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      RunPosition.of(codec.decode(record.value()))
          .ifPresent(position -> isOver = position.isOver());
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] skipped: {}", record.topic(), record.offset(), e.getMessage());
    }
  }

  @Override
  public void drain() {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
  }
}
