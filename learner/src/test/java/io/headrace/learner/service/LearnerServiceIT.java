package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.weights.WeightsBundle;
import io.headrace.pipeline.weights.WeightsFollower;
import io.headrace.policy.folder.TensorFile;
import io.headrace.policy.tokenizer.TokenizerFile;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Command;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TrainingGranted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The learner on a real broker: events in, steps and weights out. */
class LearnerServiceIT {

  private static final Duration LIMIT = Duration.ofSeconds(150);
  private static final EventCodec CODEC = EventCodec.released();

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @TempDir Path folder;

  @Test
  void newRunPublishesItsInitialWeightsAsAModelFolder() {
    // Given
    LearnerRun run = newRun();

    // When
    try (LearnerService learner = run.learner("a");
        WeightsFollower follower =
            WeightsFollower.open(run.kafka(), run.run(), "test", folder.resolve("served"))) {
      learner.start();
      WeightsBundle bundle =
          await()
              .atMost(LIMIT)
              .until(() -> follower.poll(Duration.ofMillis(200)), Optional::isPresent)
              .orElseThrow();

      // Then
      assertThat(bundle.version().value()).isZero();
      assertThat(bundle.manifest().getCheckpoint()).isEqualTo("step-0");
      assertThat(TensorFile.read(bundle.folder().resolve("model.safetensors")))
          .containsKey("model.embed_tokens.weight");
      assertThat(TokenizerFile.open(bundle.folder()).vocabularySize()).isEqualTo(100);
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(learner.status().weightsVersion()).hasValue(0));
      assertThat(learner.status().ready()).isTrue();
    }
  }

  @Test
  void coldStartGoesToPolicyOptimizationThroughGrants() {
    // Given
    LearnerRun run = coldStart();
    ProgressFixture events = new ProgressFixture(run.run());

    try (LearnerService learner = run.learner("a");
        TopicReader<StepCompleted> steps = steps(run)) {
      // When the curriculum grants two versions of supervised steps and then policy steps
      learner.start();
      steps.atLeast(2, LIMIT);
      awaitWaitingFor(learner, "grant");
      run.send(Topic.CONTROL, List.of(events.grant(2, Stage.SFT, 4)));
      steps.atLeast(4, LIMIT);
      awaitWaitingFor(learner, "grant");
      run.send(Topic.CONTROL, List.of(events.grant(3, Stage.RL, 10)));
      run.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 3));
      List<StepCompleted> all = steps.atLeast(5, LIMIT);

      // Then
      assertThat(all)
          .extracting(StepCompleted::getStage)
          .containsExactly(Stage.SFT, Stage.SFT, Stage.SFT, Stage.SFT, Stage.RL);
      assertThat(all).extracting(StepCompleted::getWeightsOut).containsExactly(0L, 1L, 1L, 2L, 3L);
      assertThat(all.get(1).getBatch())
          .extracting(BatchEntry::getOffset)
          .containsExactly(4L, 5L, 0L, 1L);
      assertThat(all.get(3).getLoss()).isLessThan(all.get(0).getLoss());
      assertThat(all.get(4).getMetrics().get("log_ratio_first_largest")).isLessThan(1e-5);
      assertThat(all.get(4).getCheckpoint()).isEqualTo("step-5");
    }
  }

  @Test
  void badRecordsAreDeadLettersAndTheStreamGoesOn() {
    // Given an undecodable record, a duplicate and a group without a difference
    LearnerRun run = training();
    List<ScoredGroup> groups = LearnerRun.groups(0, 3);
    sendBytes(run, Topic.SCORED_GROUPS, new byte[] {1, 2, 3});
    run.send(Topic.SCORED_GROUPS, List.of(groups.get(0), groups.get(0), groups.get(1)));
    run.send(Topic.SCORED_GROUPS, List.of(groups.get(2)));

    // When
    try (LearnerService learner = run.learner("a");
        TopicReader<StepCompleted> steps = steps(run);
        TopicReader<DeadLetter> letters = letters(run)) {
      learner.start();
      StepCompleted step = steps.atLeast(1, LIMIT).getFirst();

      // Then
      assertThat(step.getBatch()).extracting(BatchEntry::getId).containsExactly("g0", "g1", "g2");
      assertThat(step.getSkipped()).extracting(SkippedEntry::getOffset).containsExactly(0L, 2L);
      assertThat(letters.atLeast(1, LIMIT))
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.getOriginOffset()).isZero();
                assertThat(letter.getErrorCode()).isEqualTo("UNDECODABLE_RECORD");
              });
    }
  }

  @Test
  void pauseHoldsStepsAndStopEndsThem() {
    // Given
    LearnerRun run = training();
    ProgressFixture events = new ProgressFixture(run.run());
    run.send(Topic.CONTROL, List.of(events.command(Command.PAUSE)));
    run.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 3));

    try (LearnerService learner = run.learner("a");
        TopicReader<StepCompleted> steps = steps(run)) {
      learner.start();
      await().atMost(LIMIT).until(() -> learner.status().state() == ServiceState.PAUSED);
      assertThat(steps.toEnd(LIMIT)).isEmpty();

      // When
      run.send(Topic.CONTROL, List.of(events.command(Command.RESUME)));
      steps.atLeast(1, LIMIT);
      run.send(Topic.CONTROL, List.of(events.command(Command.STOP)));
      awaitWaitingFor(learner, "nothing");
      run.send(Topic.SCORED_GROUPS, LearnerRun.groups(3, 6));

      // Then
      assertThat(steps.toEnd(LIMIT)).hasSize(1);
    }
  }

  @Test
  void theEndIsAnsweredAfterTheLastStepAndByTheNextLearnerWhenTheFirstIsGone() {
    // Given a learner that took one step and was stopped before it read the end of training
    LearnerRun run = training();
    ProgressFixture events = new ProgressFixture(run.run());
    run.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 3));
    try (TopicReader<SpecificRecord> steps =
        BROKER.read(Topic.STEPS.of(run.run()), CODEC::decode)) {
      try (LearnerService learner = run.learner("a")) {
        learner.start();
        steps.atLeast(1, LIMIT);
      }
      run.send(Topic.CONTROL, List.of(events.end(2)));
      run.send(Topic.SCORED_GROUPS, LearnerRun.groups(3, 6));

      // When it comes back, and comes back once more
      try (LearnerService learner = run.learner("b")) {
        learner.start();
        steps.atLeast(2, LIMIT);
      }
      try (LearnerService learner = run.learner("c")) {
        learner.start();
        awaitWaitingFor(learner, "nothing");
      }

      // Then the step is followed by one answer, and no further step was taken
      List<SpecificRecord> all = steps.toEnd(LIMIT);
      assertThat(all).hasSize(2);
      assertThat((LearnerStopped) all.get(1))
          .satisfies(
              stopped -> {
                assertThat(stopped.getGrant()).isEqualTo(2);
                assertThat(stopped.getStep()).isEqualTo(1);
                assertThat(stopped.getWeightsVersion()).isEqualTo(1);
              });
    }
  }

  @Test
  void secondLearnerFencesTheFirstAndGoesOnWithTheSameBits() {
    // Given the losses of a run that nobody disturbs
    LearnerRun undisturbed = training();
    undisturbed.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 12));
    List<StepCompleted> expected;
    try (LearnerService learner = undisturbed.learner("a");
        TopicReader<StepCompleted> steps = steps(undisturbed)) {
      learner.start();
      expected = steps.atLeast(4, LIMIT);
    }

    // When a second learner takes over in the middle of a batch
    LearnerRun run = training();
    run.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 7));
    try (LearnerService first = run.learner("a");
        LearnerService second = run.learner("b");
        TopicReader<StepCompleted> steps = steps(run)) {
      first.start();
      steps.atLeast(2, LIMIT);
      second.start();
      run.send(Topic.SCORED_GROUPS, LearnerRun.groups(7, 12));
      List<StepCompleted> actual = steps.atLeast(4, LIMIT);

      // Then
      await().atMost(LIMIT).until(() -> first.status().state() == ServiceState.FAILED);
      assertThat(first.status().problem())
          .isEqualTo(
              "learner stopped: [run=%s learner=learner] another learner of this id took over this run, so this one stops; run one learner per run and id"
                  .formatted(run.run()));
      assertThat(actual).hasSize(4);
      assertThat(actual).extracting(StepCompleted::getLoss).isEqualTo(losses(expected));
      assertThat(actual.stream().flatMap(step -> step.getBatch().stream().map(BatchEntry::getId)))
          .doesNotHaveDuplicates()
          .hasSize(12);
    }
  }

  @Test
  void supervisedStepsGoOnAfterARestartWithTheSameBits() {
    // Given the losses of a cold start that nobody disturbs, its optimizer warm from step to step
    LearnerRun undisturbed = coldStart();
    ProgressFixture events = new ProgressFixture(undisturbed.run());
    undisturbed.send(Topic.CONTROL, List.of(events.grant(2, Stage.SFT, 6)));
    List<StepCompleted> expected;
    try (LearnerService learner = undisturbed.learner("a");
        TopicReader<StepCompleted> steps = steps(undisturbed)) {
      learner.start();
      expected = steps.atLeast(6, LIMIT);
    }

    // When the learner of another is started anew after its first version
    LearnerRun run = coldStart();
    try (LearnerService first = run.learner("a")) {
      first.start();
      awaitWaitingFor(first, "grant");
    }
    run.send(Topic.CONTROL, List.of(new ProgressFixture(run.run()).grant(2, Stage.SFT, 6)));
    try (LearnerService second = run.learner("b");
        TopicReader<StepCompleted> steps = steps(run)) {
      second.start();

      // Then
      assertThat(steps.atLeast(6, LIMIT))
          .extracting(StepCompleted::getLoss)
          .isEqualTo(losses(expected));
    }
  }

  @Test
  void aSecondStageOfAKindBeginsAnewAndARestartInAnyStageChangesNoBit() {
    // Given the steps of a run SFT, RL, SFT, RL that nobody disturbs
    LearnerRun undisturbed = coldStart();
    undisturbed.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 12));
    List<StepCompleted> expected;
    try (LearnerService learner = undisturbed.learner("a");
        TopicReader<StepCompleted> steps = steps(undisturbed)) {
      learner.start();
      steps.atLeast(2, LIMIT);
      for (StageGrant grant : STAGES) {
        grant.send(undisturbed);
        steps.atLeast(grant.total(), LIMIT);
      }
      expected = steps.toEnd(LIMIT);
    }

    // When the learner of another is started anew before each grant
    LearnerRun run = coldStart();
    run.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 12));
    try (TopicReader<StepCompleted> steps = steps(run)) {
      try (LearnerService learner = run.learner("first")) {
        learner.start();
        steps.atLeast(2, LIMIT);
      }
      for (StageGrant grant : STAGES) {
        grant.send(run);
        try (LearnerService learner = run.learner("for-" + grant.number())) {
          learner.start();
          steps.atLeast(grant.total(), LIMIT);
        }
      }

      // Then its steps are the same
      assertThat(losses(steps.toEnd(LIMIT))).isEqualTo(losses(expected));
    }

    // And each stage counts by itself: its steps, its demonstrations, its learning rate
    assertThat(expected)
        .extracting(StepCompleted::getStageId)
        .containsExactly(
            "cold-start", "cold-start", "training", "sft2", "sft2", "sft2", "rl2", "rl2");
    assertThat(expected.get(3).getBatch()).isEqualTo(expected.get(0).getBatch());
    assertThat(expected.get(3).getLearningRate()).isEqualTo(expected.get(0).getLearningRate());
    assertThat(expected.get(4).getLearningRate()).isEqualTo(expected.get(1).getLearningRate());
    assertThat(expected.get(6).getLearningRate())
        .isEqualTo(expected.get(2).getLearningRate() / 2, within(1e-9));
    assertThat(expected.get(6).getBatch())
        .extracting(BatchEntry::getId)
        .containsExactly("g3", "g4", "g5");
  }

  private static final List<StageGrant> STAGES =
      List.of(
          new StageGrant(2, Stage.RL, "training", 1, 3),
          new StageGrant(3, Stage.SFT, "sft2", 2, 5),
          new StageGrant(4, Stage.SFT, "sft2", 3, 6),
          new StageGrant(5, Stage.RL, "rl2", 2, 8));

  /** A grant of a stage's steps, after which the run has so many in total. */
  private record StageGrant(long number, Stage kind, String stage, long steps, int total) {
    void send(LearnerRun run) {
      TrainingGranted grant = new ProgressFixture(run.run()).grant(number, kind, steps);
      run.send(Topic.CONTROL, List.of(TrainingGranted.newBuilder(grant).setStageId(stage).build()));
    }
  }

  @Test
  void recordsThatAreNoEventsDoNotKeepALearnerFromGoingOn() {
    // Given a run of one step, and garbage on every topic that a learner reads when it starts
    LearnerRun run = training();
    run.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 3));
    try (LearnerService first = run.learner("a");
        TopicReader<StepCompleted> steps = steps(run)) {
      first.start();
      steps.atLeast(1, LIMIT);
    }
    for (Topic topic : List.of(Topic.STEPS, Topic.CONTROL, Topic.WEIGHTS)) {
      sendBytes(run, topic, new byte[] {1, 2, 3});
    }
    run.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 6));

    // When another learner takes over
    try (LearnerService second = run.learner("b")) {
      second.start();

      // Then it goes on after the step and trains on no group twice
      await().atMost(LIMIT).until(() -> second.status().weightsVersion().orElse(0) == 2);
      assertThat(second.status().metrics()).containsEntry("headrace_learner_step", 2.0);
    }
  }

  @Test
  void garbageAmongTheDemonstrationsIsADeadLetterAndTheColdStartGoesOn() {
    // Given a record that is no event before the demonstrations
    LearnerRun run = newRun();
    sendBytes(run, Topic.DEMONSTRATIONS, new byte[] {1, 2, 3});
    demonstrate(run);

    // When
    try (LearnerService learner = run.learner("a");
        TopicReader<StepCompleted> steps = steps(run);
        TopicReader<DeadLetter> letters = letters(run)) {
      learner.start();

      // Then
      assertThat(steps.atLeast(1, LIMIT).getFirst().getBatch())
          .extracting(BatchEntry::getOffset)
          .containsExactly(1L, 2L, 3L, 4L);
      assertThat(letters.atLeast(1, LIMIT).getFirst().getOriginTopic())
          .isEqualTo(Topic.DEMONSTRATIONS.of(run.run()));
    }
  }

  private LearnerRun coldStart() {
    LearnerRun run = newRun();
    demonstrate(run);
    return run;
  }

  private static void demonstrate(LearnerRun run) {
    run.send(
        Topic.DEMONSTRATIONS,
        LongStream.range(0, 6).mapToObj(RunFixture.of(run.run())::demonstration).toList());
    run.send(Topic.CONTROL, List.of(new ProgressFixture(run.run()).grant(1, Stage.SFT, 2)));
  }

  private LearnerRun newRun() {
    String run = BROKER.newRun();
    return new LearnerRun(run, BROKER.bootstrapServers(), folder).createTopics();
  }

  private LearnerRun training() {
    LearnerRun run = newRun();
    run.send(Topic.CONTROL, List.of(new ProgressFixture(run.run()).grant(1, Stage.RL, 100)));
    return run;
  }

  private static TopicReader<StepCompleted> steps(LearnerRun run) {
    return BROKER.read(
        Topic.STEPS.of(run.run()), bytes -> CODEC.decode(bytes, StepCompleted.class));
  }

  private static TopicReader<DeadLetter> letters(LearnerRun run) {
    return BROKER.read(
        Topic.DEAD_LETTERS.of(run.run()), bytes -> CODEC.decode(bytes, DeadLetter.class));
  }

  private static List<Double> losses(List<StepCompleted> steps) {
    return steps.stream().map(StepCompleted::getLoss).toList();
  }

  private static void awaitWaitingFor(LearnerService learner, String what) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                learner.status().metrics().getOrDefault("headrace_learner_waiting_for_" + what, 0.0)
                    == 1.0);
  }

  private static void sendBytes(LearnerRun run, Topic topic, byte[] value) {
    Map<String, Object> config = Map.of("bootstrap.servers", run.bootstrapServers());
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      var _ = producer.send(new ProducerRecord<>(topic.of(run.run()), "g0", value));
      producer.flush();
    }
  }
}
