package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.curriculum.task.TaskPools;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Task;
import io.headrace.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A controller that is restored from the log or a snapshot equals the live one. */
final class ReplayTest {

  private static final EventCodec CODEC = EventCodec.released();

  @Test
  void replayingTheLogGivesTheSameStateAndTheSameNextDecision() {
    Seeds.forAll(
        20,
        random -> {
          // Given a run somewhere in the middle
          SimulatedRun run = someRun(random);
          // When a new controller reads its log in the order of writing
          RunController rebuilt = rebuild(run.log);
          // Then its state and its next decision are equal
          Instant later = run.now.plusSeconds(1);
          assertThat(rebuilt.state(run.now)).isEqualTo(run.controller.state(run.now));
          assertThat(rebuilt.decide(later)).isEqualTo(run.controller.decide(later));
        });
  }

  @Test
  void replayingTopicByTopicGivesTheSameState() {
    Seeds.forAll(
        20,
        random -> {
          // Given a run somewhere in the middle
          SimulatedRun run = someRun(random);
          // When a new controller reads the topics one after the other, as a restarted service does
          Map<Integer, List<RunEvent>> topics = new TreeMap<>();
          run.log.forEach(e -> topics.computeIfAbsent(topic(e), _ -> new ArrayList<>()).add(e));
          List<RunEvent> byTopic = topics.values().stream().flatMap(List::stream).toList();
          // Then its state is equal
          assertThat(rebuild(byTopic).state(run.now)).isEqualTo(run.controller.state(run.now));
        });
  }

  @Test
  void aSnapshotAndTheEventsAfterItGiveAControllerEqualInEveryField() {
    Seeds.forAll(
        20,
        random -> {
          // Given a run with a snapshot of an earlier state
          SimulatedRun run = someRun(random);
          int covered = random.nextInt(run.log.size());
          RunController before = rebuild(run.log.subList(0, covered));
          CurriculumSnapshot snapshot =
              CODEC.decode(CODEC.encode(before.snapshot(1, run.now)), CurriculumSnapshot.class);
          // When another controller starts from it and reads the events after it
          RunController restored =
              new RunController(settings(), Settings.supply(), SimulatedRun.BEGIN);
          restored.restore(snapshot);
          run.log.subList(covered, run.log.size()).forEach(restored::apply);
          // Then all its fields equal those of one that read the whole log
          RunController rebuilt = rebuild(run.log);
          assertThat(restored)
              .usingRecursiveComparison()
              .withEqualsForType(Double::equals, Double.class)
              .isEqualTo(rebuilt);
          Instant later = run.now.plusSeconds(1);
          assertThat(restored.decide(later)).isEqualTo(run.controller.decide(later));
        });
  }

  @Test
  void missingTasksAreThoseRequestedEarlierThatAreNotInTheSupply() {
    // Given a run that requested tasks, and a supply with other ids
    SimulatedRun run = someRun(new SplittableRandom(1));
    RunController same = rebuild(run.log);
    TaskPools none =
        new TaskPools(
            List.of(
                new CurriculumTask(
                    new Task("new", "p", "1", "number", List.of(), Map.of()),
                    Optional.empty(),
                    "f")),
            List.of());
    RunController other =
        new RunController(settings(), new TaskSupply(none, List.of(), List.of()), run.now);
    // When it is resumed with either
    run.log.forEach(other::apply);
    // Then the ids that only the run has are returned
    assertThat(same.missingTasks()).isEmpty();
    assertThat(other.missingTasks()).isEqualTo(same.state(run.now).timesAsked().keySet());
  }

  @Test
  void requestNumbersAreUniqueWhenEachDecisionIsMadeAfterARestart() {
    Seeds.forAll(
        5,
        random -> {
          // Given the log of a run
          SimulatedRun run = someRun(random);
          List<RunEvent> log = new ArrayList<>(run.log);
          Instant now = run.now;
          // When each decision is made by a new controller, long after the last
          for (int restart = 0; restart < 10; restart++) {
            now = now.plus(Duration.ofSeconds(61));
            log.addAll(rebuild(log).decide(now));
          }
          // Then ids and numbers are unique, and every evaluation was started once
          Set<String> ids = new HashSet<>();
          Set<Long> numbers = new HashSet<>();
          Map<String, Instant> startOfEvaluation = new TreeMap<>();
          for (RunEvent event : log) {
            if (event instanceof RunEvent.Requested(var request)) {
              assertThat(ids.add(request.getGroupId())).isTrue();
              assertThat(numbers.add(request.getNumber())).isTrue();
              if (request.getPurpose() == Purpose.EVALUATION) {
                Instant at = request.getRequestedAt();
                Instant first = startOfEvaluation.putIfAbsent(request.getEvaluation(), at);
                assertThat(first).isIn(null, at);
              }
            }
          }
        });
  }

  private static SimulatedRun someRun(SplittableRandom random) {
    SimulatedRun run = new SimulatedRun(settings(), true, random);
    int ticks = 50 + random.nextInt(500);
    for (int i = 0; i < ticks; i++) {
      run.tick();
    }
    return run;
  }

  /** Restores a controller with the same opening time, so that the same groups are overdue. */
  private static RunController rebuild(List<RunEvent> log) {
    RunController controller = new RunController(settings(), Settings.supply(), SimulatedRun.BEGIN);
    log.forEach(controller::apply);
    return controller;
  }

  private static ControllerSettings settings() {
    StagePlan plan =
        new StagePlan(
            List.of(Settings.rl("training", Settings.until(200, 0.9, 0.8, Optional.empty()))));
    return Settings.with(plan, Optional.of(Duration.ofHours(9)));
  }

  /** Control, tasks, steps, scored-groups, evals. */
  private static int topic(RunEvent event) {
    return switch (event) {
      case RunEvent.Started _,
          RunEvent.PositionChanged _,
          RunEvent.Granted _,
          RunEvent.Commanded _ ->
          0;
      case RunEvent.Demonstrated _, RunEvent.Requested _ -> 1;
      case RunEvent.Stepped _, RunEvent.LearnerHalted _ -> 2;
      case RunEvent.GroupAssembled(var group) -> group.getPurpose() == Purpose.TRAIN ? 3 : 4;
      case RunEvent.Evaluated _ -> 4;
    };
  }
}
