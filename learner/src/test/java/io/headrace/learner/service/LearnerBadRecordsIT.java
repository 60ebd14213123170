package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.TopicReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that a learner can't read, on each topic it reads. */
class LearnerBadRecordsIT extends LearnerScenario {

  @Test
  void badGroupsAreDeadLettersAndTheOthersAreTrainedOn() {
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
  void recordsThatAreNoEventsDoNotStopALearnerThatStarts() {
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

      // Then it continues after the step and trains on no group twice
      await().atMost(LIMIT).until(() -> second.status().weightsVersion().orElse(0) == 2);
      assertThat(second.status().metrics()).containsEntry("headrace_learner_step", 2.0);
    }
  }

  @Test
  void anUnreadableDemonstrationIsADeadLetterAndTheOthersAreTrainedOn() {
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
}
