package io.headrace.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The newest records of a topic that transactions write, whose markers take offsets too. */
class TopicTailIT {
  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private static final int STEPS = 9;

  private final String run = BROKER.newRun();
  private final ProgressFixture events = RunFixture.of(run).progress();
  private final KafkaClients kafka =
      new KafkaClients(BROKER.bootstrapServers(), Map.of(), EventCodec.released());
  private final RunConfig config =
      ConfigLoader.load(Optional.empty(), Map.of(), List.of("run=" + run)).config();

  @BeforeEach
  void writeEachStepInATransaction() {
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, config.runId(), config.kafka());
    }
    try (EventProducer producer = kafka.transactionalProducer(run, Duration.ofSeconds(30))) {
      producer.initTransactions();
      for (int step = 1; step <= STEPS; step++) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(Topic.STEPS.of(run), "learner", events.step(step)));
        producer.commitTransaction();
      }
    }
  }

  @Test
  void asManyOfTheNewestRecordsAreReadAsAsked() {
    assertThat(newest(0)).isEmpty();
    assertThat(newest(1)).containsExactly(9L);
    assertThat(newest(4)).containsExactly(6L, 7L, 8L, 9L);
  }

  @Test
  void allRecordsAreReadWhereThereAreNoMore() {
    assertThat(newest(STEPS)).hasSize(STEPS).startsWith(1L);
    assertThat(newest(Long.MAX_VALUE)).hasSize(STEPS);
  }

  private List<Long> newest(long lines) {
    try (TopicTail tail = TopicTail.open(kafka, Topic.STEPS.of(run), lines)) {
      return tail.toPresentEnd().stream()
          .map(entry -> ((StepCompleted) entry.event().orElseThrow()).getStep())
          .toList();
    }
  }
}
