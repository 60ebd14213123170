package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.batch.GroupBuilder;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TrainingGranted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.TopicReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A learner in the stages of a plan. */
class LearnerStagesIT extends LearnerScenario {

  @Test
  void grantsTakeTheLearnerFromTheColdStartToPolicyOptimization() {
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
  void supervisedStepsContinueAfterARestartWithTheSameBits() {
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
  void aSecondStageOfAKindHasItsOwnCountsAndRecipeAndARestartChangesNoBit() {
    // Given the steps of a run SFT, RL, SFT, RL that nobody disturbs
    LearnerRun undisturbed = coldStart();
    sendGroups(undisturbed);
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
    sendGroups(run);
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

    // And each stage has its own count of steps, demonstrations and recipe
    assertThat(expected)
        .extracting(StepCompleted::getStageId)
        .containsExactly(
            "cold-start", "cold-start", "training", "sft2", "sft2", "sft2", "rl2", "rl2");
    assertThat(expected.get(3).getBatch()).isEqualTo(expected.get(0).getBatch());
    assertThat(expected.get(3).getLearningRate()).isEqualTo(expected.get(0).getLearningRate());
    assertThat(expected.get(4).getLearningRate()).isEqualTo(expected.get(1).getLearningRate());
    assertThat(expected.get(6).getLearningRate())
        .isEqualTo(expected.get(2).getLearningRate() / 2, within(1e-9));
    assertThat(expected.get(2).getBatch())
        .extracting(BatchEntry::getId)
        .containsExactly("g0", "g1", "g2");
    assertThat(expected.get(6).getBatch())
        .extracting(BatchEntry::getId)
        .containsExactly("g3", "equal");
    assertThat(expected.get(7).getBatch())
        .extracting(BatchEntry::getId)
        .containsExactly("g4", "g5");
  }

  /** Groups, of which the one after g1 and the one after g3 have equal rewards. */
  private static void sendGroups(LearnerRun run) {
    run.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, 2));
    run.send(Topic.SCORED_GROUPS, List.of(GroupBuilder.simple("left-out", 0, 1, 1)));
    run.send(Topic.SCORED_GROUPS, LearnerRun.groups(2, 4));
    run.send(Topic.SCORED_GROUPS, List.of(GroupBuilder.simple("equal", 0, 1, 1)));
    run.send(Topic.SCORED_GROUPS, LearnerRun.groups(4, 12));
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
}
