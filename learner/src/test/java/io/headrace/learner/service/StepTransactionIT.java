package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.weights.WeightsPublisher.Release;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A commit while the broker is away. */
class StepTransactionIT {

  private static final Duration LIMIT = Duration.ofSeconds(150);
  private static final Duration AWAY = Duration.ofSeconds(2);

  @RegisterExtension static final TestBroker BROKER = TestBroker.own(UnaryOperator.identity());

  @TempDir Path folder;

  @Test
  void aCommitWaitsForTheBrokerAndIsMadeOnce() throws Exception {
    // Given a learner that has a step to commit, and a broker that is away
    LearnerRun run =
        new LearnerRun(BROKER.newRun(), BROKER.bootstrapServers(), folder).createTopics();
    Files.writeString(folder.resolve("model.safetensors"), "weights");
    var context =
        new ServiceContext(
            run.config(), run.kafka(), new SimpleMeterRegistry(), Clock.systemUTC(), "a");
    try (ControlFeed control = new ControlFeed(run.kafka(), run.run(), run.run() + ".learner");
        StepTransaction transaction = new StepTransaction(context, control.group())) {
      BROKER.stop();

      // When it commits, and the broker comes back
      CompletableFuture<Void> commit =
          CompletableFuture.runAsync(() -> transaction.commit(commit(run.run())));
      Awaitility.await().pollDelay(AWAY).atMost(LIMIT).until(() -> !commit.isDone());
      BROKER.restart();
      commit.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    // Then the step and its version are there once
    assertThat(all(run, Topic.STEPS, StepCompleted.class)).hasSize(1);
    assertThat(all(run, Topic.WEIGHTS, WeightsManifest.class)).hasSize(1);
  }

  private Commit commit(String run) {
    Release release =
        new Release(new WeightsVersion(1), 1, Stage.RL, 1, "step-1", Clock.systemUTC().instant());
    return new Commit(
        release, folder, List.of(new ProgressFixture(run).step(1)), Map.of(), List.of());
  }

  /** All events of a type, once the first is there: readers see a commit a moment later. */
  private static List<SpecificRecord> all(
      LearnerRun run, Topic topic, Class<? extends SpecificRecord> type) {
    try (TopicReader<SpecificRecord> reader =
        BROKER.read(topic.of(run.run()), EventCodec.released()::decode)) {
      var _ = reader.until(events -> events.stream().anyMatch(type::isInstance), LIMIT);
      return reader.toEnd(LIMIT).stream().filter(type::isInstance).toList();
    }
  }
}
