package io.headrace.learner.service;

import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.DeadLetter;
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
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A learner on a real broker: runs to start from, and what they have on the log. */
abstract class LearnerScenario {

  static final Duration LIMIT = Duration.ofSeconds(150);
  static final EventCodec CODEC = EventCodec.released();

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @TempDir Path folder;

  LearnerRun coldStart() {
    LearnerRun run = newRun();
    demonstrate(run);
    return run;
  }

  static void demonstrate(LearnerRun run) {
    run.send(
        Topic.DEMONSTRATIONS,
        LongStream.range(0, 6).mapToObj(RunFixture.of(run.run())::demonstration).toList());
    run.send(Topic.CONTROL, List.of(new ProgressFixture(run.run()).grant(1, Stage.SFT, 2)));
  }

  LearnerRun newRun() {
    String run = BROKER.newRun();
    return new LearnerRun(run, BROKER.bootstrapServers(), folder).createTopics();
  }

  LearnerRun training() {
    LearnerRun run = newRun();
    run.send(Topic.CONTROL, List.of(new ProgressFixture(run.run()).grant(1, Stage.RL, 100)));
    return run;
  }

  static TopicReader<StepCompleted> steps(LearnerRun run) {
    return BROKER.read(
        Topic.STEPS.of(run.run()), bytes -> CODEC.decode(bytes, StepCompleted.class));
  }

  static TopicReader<DeadLetter> letters(LearnerRun run) {
    return BROKER.read(
        Topic.DEAD_LETTERS.of(run.run()), bytes -> CODEC.decode(bytes, DeadLetter.class));
  }

  static List<Double> losses(List<StepCompleted> steps) {
    return steps.stream().map(StepCompleted::getLoss).toList();
  }

  static void awaitWaitingFor(LearnerService learner, String what) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                learner.status().metrics().getOrDefault("headrace_learner_waiting_for_" + what, 0.0)
                    == 1.0);
  }

  static void sendBytes(LearnerRun run, Topic topic, byte[] value) {
    Map<String, Object> config = Map.of("bootstrap.servers", run.bootstrapServers());
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      var _ = producer.send(new ProducerRecord<>(topic.of(run.run()), "g0", value));
      producer.flush();
    }
  }
}
