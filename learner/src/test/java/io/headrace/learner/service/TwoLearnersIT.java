package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.LearnerId;
import io.headrace.pipeline.id.RunId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.weights.WeightsBundle;
import io.headrace.pipeline.weights.WeightsFollower;
import io.headrace.pipeline.weights.WeightsPublisher.Release;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two learners of one run, of different ids. */
class TwoLearnersIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final LearnerId REWARD_MODEL = new LearnerId("reward-model");

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @TempDir Path folder;
  private LearnerRun run;

  @BeforeEach
  void createTopics() {
    run = new LearnerRun(BROKER.newRun(), BROKER.bootstrapServers(), folder).createTopics();
    try (Admin admin = run.kafka().admin()) {
      Topics.create(admin, new RunId(run.run()), REWARD_MODEL, run.config().kafka());
    }
  }

  @Test
  void theirTransactionsDoNotFenceEachOtherAndTheirVersionsAreSeparate() throws Exception {
    try (Open policy = new Open(LearnerId.DEFAULT);
        Open reward = new Open(REWARD_MODEL)) {
      // When both commit in turn, each its own versions
      policy.commit(1, "policy 1");
      reward.commit(1, "reward 1");
      policy.commit(2, "policy 2");
      reward.commit(2, "reward 2");
      reward.commit(3, "reward 3");
    }

    // Then each has its own steps and its own versions, with its own files
    assertThat(all(run.run(), Topic.STEPS, StepCompleted.class, 2)).hasSize(2);
    assertThat(all(run.run() + ".reward-model", Topic.STEPS, StepCompleted.class, 3)).hasSize(3);
    assertThat(all(run.run(), Topic.WEIGHTS, WeightsManifest.class, 2)).hasSize(2);
    assertThat(newest(LearnerId.DEFAULT)).isEqualTo("v2: policy 2");
    assertThat(newest(REWARD_MODEL)).isEqualTo("v3: reward 3");
  }

  @Test
  void aLearnerIsFencedByTheNextOneOfItsIdOnly() throws Exception {
    try (Open policy = new Open(LearnerId.DEFAULT);
        Open reward = new Open(REWARD_MODEL);
        Open next = new Open(REWARD_MODEL)) {
      // When a second learner of an id has started, Then the first can't commit, the others can
      assertThatThrownBy(() -> reward.commit(1, "old"))
          .isInstanceOfSatisfying(
              HeadraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED))
          .hasMessageContaining("learner=reward-model");
      policy.commit(1, "policy");
      next.commit(1, "next");
    }
    assertThat(newest(REWARD_MODEL)).isEqualTo("v1: next");
  }

  /** The transaction of a learner. */
  private final class Open implements AutoCloseable {

    private final ControlFeed control;
    private final StepTransaction transaction;

    Open(LearnerId learner) {
      this.control = new ControlFeed(run.kafka(), run.run(), learner.client(run.run()));
      this.transaction = new StepTransaction(run.context(learner), control.group());
    }

    void commit(long version, String weights) throws Exception {
      Path model = Files.createDirectories(folder.resolve(weights));
      Files.writeString(model.resolve("model.safetensors"), weights);
      var release =
          new Release(
              new WeightsVersion(version), version, Stage.RL, 1, "step-" + version, Instant.now());
      transaction.commit(
          new Commit(
              release,
              model,
              List.of(new ProgressFixture(run.run()).step(version)),
              Map.of(),
              List.of()));
    }

    @Override
    public void close() {
      transaction.close();
      control.close();
    }
  }

  /** The newest version that a reader of the learner's weights gets, with its file. */
  private String newest(LearnerId learner) throws Exception {
    Path cache = folder.resolve("cache-" + learner);
    try (WeightsFollower follower =
        WeightsFollower.open(run.kafka(), learner.topics(run.run()), "reader", cache)) {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (System.nanoTime() < end) {
        var bundle = follower.poll(Duration.ofMillis(200));
        if (bundle.isPresent()) {
          return content(bundle.get());
        }
      }
    }
    throw new AssertionError("no version was read");
  }

  private static String content(WeightsBundle bundle) throws Exception {
    return bundle.version() + ": " + Files.readString(bundle.folder().resolve("model.safetensors"));
  }

  private static List<SpecificRecord> all(
      String names, Topic topic, Class<? extends SpecificRecord> type, int count) {
    try (TopicReader<SpecificRecord> reader =
        BROKER.read(topic.of(names), EventCodec.released()::decode)) {
      var _ =
          reader.until(events -> events.stream().filter(type::isInstance).count() >= count, LIMIT);
      return reader.toEnd(LIMIT).stream().filter(type::isInstance).toList();
    }
  }
}
