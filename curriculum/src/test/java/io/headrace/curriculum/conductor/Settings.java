package io.headrace.curriculum.conductor;

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

  static ConductorSettings small() {
    return with(
        new StalenessBound(BATCH, 1, 1000),
        new Targets(
            Optional.of(new Targets.ColdStart(0.5, 60, 20, 10)),
            Optional.of(new Targets.Goal(0.9, 0.8)),
            100,
            Optional.of(Duration.ofMinutes(60))));
  }

  static ConductorSettings with(StalenessBound bound, Targets targets) {
    return new ConductorSettings(
        "run",
        1,
        new ConductorSettings.Groups(2, 1, 64, List.of(), Duration.ofSeconds(60), true),
        new ConductorSettings.Priority(0.5, 0.5, 0.05),
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
