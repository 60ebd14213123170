package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A learner in the SFT stage whose broker is stopped, and one that may not read a topic. */
class LearnerBrokerIT {

  private static final Duration LIMIT = Duration.ofSeconds(150);

  /** Several times the time-outs of the clients. */
  private static final Duration AWAY = Duration.ofSeconds(8);

  private static final Map<String, String> SHORT_TIME_OUTS =
      Map.of(
          "request.timeout.ms", "1000", "default.api.timeout.ms", "2000", "max.block.ms", "2000");

  @RegisterExtension static final TestBroker BROKER = TestBroker.ownWithAccessControl();

  @TempDir Path folder;

  @Test
  void theLearnerContinuesAfterABrokerOutageLongerThanItsTimeOuts() {
    // Given a learner that may take supervised steps and has no demonstrations yet
    LearnerRun run = coldStart();
    try (LearnerService learner = run.learner("a", clients());
        TopicReader<StepCompleted> steps =
            BROKER.read(
                Topic.STEPS.of(run.run()),
                bytes -> EventCodec.released().decode(bytes, StepCompleted.class))) {
      learner.start();
      awaitCollecting(learner);

      // When the broker is away until its calls have timed out several times
      BROKER.stop();
      await().atMost(LIMIT).until(() -> learner.status().problem().contains("retries"));
      await().pollDelay(AWAY).atMost(LIMIT).until(() -> true);
      assertThat(learner.status().state()).isEqualTo(ServiceState.RUNNING);
      BROKER.restart();
      run.send(
          Topic.DEMONSTRATIONS,
          LongStream.range(0, 6).mapToObj(RunFixture.of(run.run())::demonstration).toList());

      // Then it takes its steps
      assertThat(steps.atLeast(2, LIMIT))
          .extracting(StepCompleted::getStep)
          .containsExactly(1L, 2L);
      await().atMost(LIMIT).until(() -> learner.status().problem().isEmpty());
    }
  }

  @Test
  void aTopicThatTheBrokerDeniesStopsTheLearnerWithAReason() throws Exception {
    // Given
    LearnerRun run = coldStart();
    String topic = Topic.DEMONSTRATIONS.of(run.run());
    try (LearnerService learner = run.learner("a", clients());
        Admin admin = run.kafka().admin()) {
      learner.start();
      awaitCollecting(learner);

      // When
      admin.createAcls(List.of(denied(topic))).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      await().atMost(LIMIT).until(() -> learner.status().state() == ServiceState.FAILED);

      // Then
      assertThat(learner.status().problem())
          .isEqualTo(
              ("learner stopped: [kafka] a call of the learner failed: Not authorized to access"
                   + " topics: [%s]; allow the principal of kafka.properties to read and write %s")
                  .formatted(topic, topic));
    }
  }

  private static AclBinding denied(String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.DENY));
  }

  private LearnerRun coldStart() {
    LearnerRun run =
        new LearnerRun(BROKER.newRun(), BROKER.bootstrapServers(), folder).createTopics();
    run.send(Topic.CONTROL, List.of(new ProgressFixture(run.run()).grant(1, Stage.SFT, 2)));
    createTransactionLog();
    return run;
  }

  /** The broker creates it with the first transactional producer, longer than short time-outs. */
  private static void createTransactionLog() {
    KafkaClients patient =
        new KafkaClients(BROKER.bootstrapServers(), Map.of(), EventCodec.released());
    try (EventProducer first =
        patient.transactionalProducer("first-of-the-broker", Duration.ofMinutes(1))) {
      first.initTransactions();
    }
  }

  private static KafkaClients clients() {
    return new KafkaClients(BROKER.bootstrapServers(), SHORT_TIME_OUTS, EventCodec.released());
  }

  private static void awaitCollecting(LearnerService learner) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                learner.status().metrics().getOrDefault("headrace_learner_waiting_for_batch", 0.0)
                    == 1.0);
  }
}
