package io.headrace.curriculum.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headrace.curriculum.controller.Events;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.Command;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.Demonstration;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class CurriculumIT {

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @TempDir private Path folder;

  @Test
  void aRunPassesThroughItsStagesAndContinuesAfterRestarts() {
    try (ScriptedRun run = ScriptedRun.create(BROKER)) {
      // Given a cold start whose first version is being evaluated
      List<GroupRequest> first;
      try (CurriculumService _ = run.curriculum("one")) {
        assertThat(run.awaitStage("cold-start").getReason())
            .isEqualTo("starting from 30 demonstrations");
        run.sftStep(1);
        first = run.nextRequests(20);
        run.answer(first.subList(0, 7), 2);
      }
      List<GroupRequest> running;
      try (CurriculumService _ = run.curriculum("two")) {
        // When the curriculum is started again in the middle of the evaluation
        run.answer(first.subList(7, 20), 2);
        // Then the evaluation completes with the groups from before and after
        EvaluationCompleted weak = run.awaitEvaluation("v1-cold-start");
        assertThat(weak.getSampled().getCorrect()).isEqualTo(2);
        assertThat(weak.getGreedy().getScored()).isEqualTo(10);
        // And the next, at the target accuracy, starts training
        run.sftStep(2);
        run.answer(run.nextRequests(20), 6);
        assertThat(run.awaitStage("training").getReason())
            .isEqualTo("held-out accuracy reached the goal: sampled 0.600");
        running = run.nextRequests(8);
        run.rlStep(3, run.train(running, 2).subList(0, 4));
        running = run.nextRequests(4);
      }
      try (CurriculumService last = run.curriculum("three")) {
        // When it is started again in the middle of the training
        run.rlStep(4, run.train(running, 3));
        // Then it evaluates the second version since, finishes and measures the last weights
        List<GroupRequest> next = run.nextRequests(28);
        run.answer(evaluationGroups(next), 10);
        assertThat(run.awaitEnd(Phase.FINISHING).getReason())
            .isEqualTo("held-out accuracy reached the goal: greedy 1.000, sampled 1.000");
        run.learnerStops(4);
        List<GroupRequest> unscored = run.nextRequests(20);
        run.answer(unscored.subList(0, 1), 10);
        run.drop(unscored.subList(1, 20));
        // And evaluates again when few answers were scored
        run.answer(run.nextRequests(20), 10);
        assertThat(run.awaitEnd(Phase.FINISHED).getReason())
            .isEqualTo("the final weights v4 are measured");
        assertThat(run.awaitEvaluation("v4-final-2").getGreedy().getCorrect()).isEqualTo(10);
        assertThat(last.status().ready()).isTrue();
      }
      // And nothing was written twice
      assertThat(run.all(Topic.CONTROL, PhaseChanged.class))
          .extracting(PhaseChanged::getPhase)
          .containsExactly(Phase.FINISHING, Phase.FINISHED);
      assertThat(run.all(Topic.CONTROL, StageStarted.class))
          .extracting(StageStarted::getStage)
          .containsExactly("cold-start", "training");
      assertThat(run.all(Topic.EVALS, EvaluationCompleted.class))
          .extracting(EvaluationCompleted::getEvaluation)
          .containsExactly(
              "v1-cold-start", "v2-cold-start", "v4-training", "v4-final", "v4-final-2");
      assertThat(run.all(Topic.DEMONSTRATIONS, Demonstration.class)).hasSize(30);
      List<GroupRequest> requests = run.all(Topic.TASKS, GroupRequest.class);
      assertThat(requests).extracting(GroupRequest::getGroupId).doesNotHaveDuplicates();
      assertThat(requests)
          .extracting(GroupRequest::getNumber)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, requests.size()).boxed().toList());
    }
  }

  @Test
  void aBadRecordGoesToTheDeadLettersOnceAndTheRunContinues() {
    try (ScriptedRun run = ScriptedRun.create(BROKER)) {
      try (CurriculumService _ = run.curriculum("one")) {
        run.awaitStage("cold-start");
        // Given an event on steps that does not belong there
        Heartbeat heartbeat = RunFixture.of(run.name()).progress().heartbeat("x", "y", 0);
        long bad = run.write(Topic.STEPS, run.name(), heartbeat);
        // When the learner takes a step
        run.sftStep(1);
        // Then the bad record is in the dead letters with its reason, and the run continues
        DeadLetter letter =
            run.await(Topic.DEAD_LETTERS, DeadLetter.class, l -> l.getOriginOffset() == bad);
        assertThat(letter.getErrorCode()).isEqualTo("INVALID_EVENT");
        assertThat(letter.getOriginTopic()).isEqualTo(run.name() + ".steps");
        run.nextRequests(20);
      }
      // And a curriculum that is started again does not report it again
      try (CurriculumService _ = run.curriculum("two")) {
        run.sftStep(2);
        run.write(
            Topic.CONTROL, run.name(), Events.command(run.name(), Command.STOP, Instant.now()));
        run.awaitEnd(Phase.FINISHING);
      }
      assertThat(run.all(Topic.DEAD_LETTERS, DeadLetter.class)).hasSize(1);
    }
  }

  @Test
  void undecodableRecordsOnEachTopicGoToTheDeadLettersAndTheRunContinues() {
    List<Topic> followed = List.of(Topic.CONTROL, Topic.STEPS, Topic.OUTCOMES);
    try (ScriptedRun run = ScriptedRun.create(BROKER);
        CurriculumService _ = run.curriculum("one")) {
      run.awaitStage("cold-start");
      // Given an undecodable record on each topic
      followed.forEach(topic -> run.writeBytes(topic, new byte[] {1, 2, 3}));
      // When the learner takes a step
      run.sftStep(1);
      // Then each is in the dead letters with its bytes and origin, and the run continues
      for (Topic topic : followed) {
        DeadLetter letter =
            run.await(
                Topic.DEAD_LETTERS,
                DeadLetter.class,
                l -> l.getOriginTopic().equals(topic.of(run.name())));
        assertThat(letter.getErrorCode()).isEqualTo("UNDECODABLE_RECORD");
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      }
      run.nextRequests(20);
    }
  }

  @Test
  void aLogOfAnEarlierVersionWithoutOutcomesIsContinued() {
    try (ScriptedRun run = ScriptedRun.create(BROKER)) {
      List<GroupRequest> requested;
      try (CurriculumService _ = run.curriculum("one")) {
        run.sftStep(1);
        requested = run.nextRequests(20);
      }
      // Given a log with scored groups, without outcomes and without a snapshot
      run.deleteSnapshots();
      run.answerWithGroupsOnly(requested, 2);
      try (CurriculumService _ = run.curriculum("two")) {
        // When a curriculum starts
        // Then the evaluation completes with them
        EvaluationCompleted result = run.awaitEvaluation("v1-cold-start");
        assertThat(result.getGreedy().getScored()).isEqualTo(10);
        assertThat(result.getSampled().getCorrect()).isEqualTo(2);
      }
    }
  }

  @Test
  void aSecondCurriculumTakesOverAndTheFirstReportsIt() {
    try (ScriptedRun run = ScriptedRun.create(BROKER);
        CurriculumService first = run.curriculum("one")) {
      run.awaitStage("cold-start");
      // Given a second curriculum of the same run
      try (CurriculumService second = run.curriculum("two")) {
        // When there is something to decide
        run.write(
            Topic.CONTROL, run.name(), Events.command(run.name(), Command.STOP, Instant.now()));
        run.awaitEnd(Phase.FINISHING);
        // Then only the second writes, and the first fails with the reason
        await()
            .atMost(ScriptedRun.LIMIT)
            .untilAsserted(() -> assertThat(first.status().state()).isEqualTo(ServiceState.FAILED));
        assertThat(first.status().problem())
            .isEqualTo(
                "curriculum stopped: [run=%s] another curriculum took over this run; stop one of the two"
                    .formatted(run.name()));
        assertThat(second.status().state()).isEqualTo(ServiceState.RUNNING);
      }
    }
  }

  @Test
  void badLinesOfATasksFileAreCountedAndSkipped() throws IOException {
    // Given a file of three tasks and a broken line
    Path file =
        Files.write(
            folder.resolve("tasks.jsonl"), List.of(line("a"), "{broken", line("b"), line("c")));
    String tasks = "tasks.file=" + file;
    try (ScriptedRun run = ScriptedRun.create(BROKER, tasks, "evaluation.heldout=1");
        // When the curriculum starts
        CurriculumService service = run.curriculum("one")) {
      // Then it uses the valid ones
      assertThat(run.awaitStage("training").getReason())
          .isEqualTo("no task has a demonstration to start from");
      assertThat(run.nextRequests(10)).hasSize(10);
      assertThat(service.status().metrics()).containsEntry(CurriculumMetrics.BAD_TASK_LINES, 1.0);
    }
    // And with tasks.strict it does not start
    try (ScriptedRun strict =
        ScriptedRun.create(BROKER, tasks, "evaluation.heldout=1", "tasks.strict=true")) {
      assertThatThrownBy(() -> strict.curriculum("one"))
          .isInstanceOf(HeadraceException.class)
          .hasMessageContaining(file + ":2: not JSON");
    }
  }

  private static String line(String id) {
    return "{\"id\":\"%s\",\"prompt\":\"%s=\",\"answer\":\"1\",\"verifier\":\"number\"}"
        .formatted(id, id);
  }

  private static List<GroupRequest> evaluationGroups(List<GroupRequest> requests) {
    return requests.stream().filter(r -> !r.getEvaluation().isEmpty()).toList();
  }
}
