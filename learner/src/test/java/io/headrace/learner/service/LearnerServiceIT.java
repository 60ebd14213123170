package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.weights.WeightsBundle;
import io.headrace.pipeline.weights.WeightsFollower;
import io.headrace.policy.folder.TensorFile;
import io.headrace.policy.tokenizer.TokenizerFile;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Command;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** How a learner begins, pauses, ends and is taken over. */
class LearnerServiceIT extends LearnerScenario {

  @Test
  void aNewRunPublishesItsInitialWeightsAsAModelFolder() {
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
  void noStepIsTakenDuringAPauseOrAfterAStop() {
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
  void theEndIsAnsweredOnceAfterTheLastStepAlsoByAnotherLearner() {
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
  void secondLearnerFencesTheFirstAndContinuesWithTheSameBits() {
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
}
