package io.headrace.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.RunTopics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.schemas.AttemptStarted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AttemptLogIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final RecordPosition FIRST = new RecordPosition(0, 1);
  private static final RecordPosition SECOND = new RecordPosition(3, 1);

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private final RunTopics topics = RunTopics.create(BROKER);
  private final EventProducer producer = topics.kafka().producer();

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  private AttemptLog log(Topic origin, String instance) {
    return new AttemptLog(context(instance), "verifier", origin.of(topics.run().value()), producer);
  }

  private AttemptLog ofQueue(String queue, String instance) {
    String origin = Topic.TRACES.of(topics.run().value());
    return AttemptLog.ofQueue(context(instance), "verifier", origin, queue, producer);
  }

  private ServiceContext context(String instance) {
    RunConfig config =
        ConfigLoader.load(Optional.empty(), Map.of(), List.of("run=" + topics.run())).config();
    return new ServiceContext(
        config, topics.kafka(), new SimpleMeterRegistry(), Clock.systemUTC(), instance);
  }

  @Test
  void attemptsAreSeenByEveryProcessFromTheMomentTheyBegin() {
    try (AttemptLog one = log(Topic.TRACES, "a");
        AttemptLog other = log(Topic.TRACES, "b")) {
      // Given a process that has read the log before
      assertThat(one.written(List.of(FIRST))).containsExactlyEntriesOf(Map.of(FIRST, 0));

      // When both begin attempts
      other.begin(List.of(FIRST, SECOND));
      one.written(List.of(FIRST));
      one.begin(List.of(FIRST));

      // Then each counts those of the other, and so does one that starts now
      Map<RecordPosition, Integer> all = Map.of(FIRST, 2, SECOND, 1);
      assertThat(one.written(all.keySet())).containsExactlyInAnyOrderEntriesOf(all);
      assertThat(other.written(all.keySet())).containsExactlyInAnyOrderEntriesOf(all);
      try (AttemptLog later = log(Topic.TRACES, "c")) {
        assertThat(later.written(all.keySet())).containsExactlyInAnyOrderEntriesOf(all);
      }
    }
  }

  @Test
  void recordsOfAnotherTopicAtTheSamePositionAreDistinct() {
    try (AttemptLog traces = log(Topic.TRACES, "a");
        AttemptLog tasks = log(Topic.TASKS, "b")) {
      // When
      traces.begin(List.of(FIRST));

      // Then
      assertThat(tasks.written(List.of(FIRST))).containsExactlyEntriesOf(Map.of(FIRST, 0));
    }
  }

  @Test
  void eachQueueOnATopicCountsItsOwnAttempts() {
    try (AttemptLog shared = log(Topic.TRACES, "a");
        AttemptLog judge = ofQueue("judge", "a");
        AttemptLog sameQueue = ofQueue("judge", "b");
        AttemptLog otherQueue = ofQueue("sandbox", "a")) {
      // When
      judge.begin(List.of(FIRST));

      // Then
      assertThat(sameQueue.written(List.of(FIRST))).containsExactlyEntriesOf(Map.of(FIRST, 1));
      assertThat(otherQueue.written(List.of(FIRST))).containsExactlyEntriesOf(Map.of(FIRST, 0));
      assertThat(shared.written(List.of(FIRST))).containsExactlyEntriesOf(Map.of(FIRST, 0));
    }
  }

  @Test
  void anAttemptHasServiceInstanceAndRecord() {
    // When
    try (AttemptLog traces = log(Topic.TRACES, "a")) {
      traces.begin(List.of(SECOND));
    }

    // Then
    String run = topics.run().value();
    try (var reader = BROKER.read(Topic.ATTEMPTS.of(run), topics.kafka().codec()::decode)) {
      var event = (AttemptStarted) reader.atLeast(1, LIMIT).getFirst();
      assertThat(event.getTopic()).isEqualTo(run + ".traces");
      assertThat(event.getPartition()).isEqualTo(3);
      assertThat(event.getOffset()).isEqualTo(1);
      assertThat(event.getAttempt()).isEqualTo(1);
      assertThat(event.getInstance()).isEqualTo("a");
    }
  }
}
