package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationMode;
import io.headrace.curriculum.evaluation.EvaluationPlan;
import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.curriculum.task.TaskPools;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.SftConfig;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.config.StageRecipes;
import io.headrace.pipeline.config.StageSetting;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Settings of a small run: batches of 4 groups of 2, staleness 1, 20 tasks and 5 held-out ones. */
final class Settings {

  static final int BATCH = 4;

  private Settings() {}

  static ControllerSettings small() {
    return with(
        new StagePlan(
            List.of(
                sft("cold-start", until(60, 0, 0.5, Optional.of(Duration.ofMinutes(30)))),
                rl("training", until(100, 0.9, 0.8, Optional.empty())))),
        Optional.of(Duration.ofMinutes(60)));
  }

  /** A supervised stage that publishes after 20 steps and then after every 10. */
  static PlannedStage sft(String id, StageEnd until) {
    return new PlannedStage.Sft(id, until, new SftConfig(8, 1e-3, 0, 20, 10, 60));
  }

  static PlannedStage rl(String id, StageEnd until) {
    return rl(id, until, BATCH, true);
  }

  /** A stage of policy optimization with batches and a filter of its own. */
  static PlannedStage rl(String id, StageEnd until, int batch, boolean mixedRewards) {
    StageSetting setting =
        new StageSetting(
            id,
            StageKind.RL,
            Map.of(
                "groups-per-step", "" + batch,
                "mini-batches", "1",
                "mixed-rewards-only", "" + mixedRewards),
            new StageSetting.Until(Optional.of(1), Optional.empty(), Optional.empty()));
    return new PlannedStage.Rl(
        id, until, StageRecipes.rl(setting, ConfigLoader.defaults().config().learner().rl()));
  }

  /** Ends after the steps or at the accuracies; 0 for no target. */
  static StageEnd until(long steps, double greedy, double sampled, Optional<Duration> time) {
    return new StageEnd(
        steps,
        Optional.of(greedy).filter(share -> share > 0),
        Optional.of(sampled).filter(share -> share > 0),
        time);
  }

  static ControllerSettings with(StagePlan plan, Optional<Duration> timeBudget) {
    return new ControllerSettings(
        "run",
        1,
        new ControllerSettings.Groups(2, 1, 64, List.of(), Duration.ofSeconds(60)),
        new ControllerSettings.Priority(0.5, 0.5, 0.05),
        1,
        new EvaluationPlan(5, List.of(EvaluationMode.values()), 3, 64, List.of()),
        plan,
        timeBudget);
  }

  static TaskSupply supply() {
    List<CurriculumTask> tasks = IntStream.range(0, 25).mapToObj(Settings::task).toList();
    TaskPools pools = TaskPools.split(tasks, 5, 1);
    return new TaskSupply(pools, pools.train(), List.of());
  }

  private static CurriculumTask task(int number) {
    Task task =
        new Task("t" + number, "task " + number + "=", "" + number, "number", List.of(), Map.of());
    return new CurriculumTask(task, Optional.of("it is " + number), "test");
  }
}
