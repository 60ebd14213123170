package io.headrace.curriculum.controller;

import io.headrace.curriculum.capacity.StalenessBound;
import io.headrace.curriculum.evaluation.EvaluationMode;
import io.headrace.curriculum.evaluation.EvaluationPlan;
import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.curriculum.task.TaskPools;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.schemas.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A small run for tests: batches of 4 groups of 2, staleness 1, 20 tasks and 5 held out. */
final class Settings {

  static final int BATCH = 4;

  private Settings() {}

  static ControllerSettings small() {
    return with(
        new StalenessBound(BATCH, 1, 1000),
        new StageTargets(
            Optional.of(new StageTargets.ColdStart(0.5, 60, 20, 10)),
            Optional.of(new StageTargets.Goal(0.9, 0.8)),
            100,
            Optional.of(Duration.ofMinutes(60))));
  }

  static ControllerSettings with(StalenessBound bound, StageTargets targets) {
    return new ControllerSettings(
        "run",
        1,
        new ControllerSettings.Groups(2, 1, 64, List.of(), Duration.ofSeconds(60), true),
        new ControllerSettings.Priority(0.5, 0.5, 0.05),
        bound,
        new EvaluationPlan(5, List.of(EvaluationMode.values()), 3, 64, List.of()),
        targets);
  }

  static TaskSupply supply() {
    List<CurriculumTask> tasks = IntStream.range(0, 25).mapToObj(Settings::task).toList();
    TaskPools pools = TaskPools.split(tasks, 5, 1);
    return new TaskSupply(pools, pools.train(), List.of());
  }

  private static CurriculumTask task(int number) {
    Task task = new Task("t" + number, "task " + number + "=", "" + number, "number");
    return new CurriculumTask(task, Optional.of("it is " + number), "test");
  }
}
