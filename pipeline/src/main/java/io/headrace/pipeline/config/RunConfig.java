package io.headrace.pipeline.config;

import io.headrace.pipeline.id.RunId;
import java.util.List;

/**
 * The whole configuration of a run.
 *
 * @param run id of the run and prefix of its topics
 * @param storage files
 * @param kafka broker and topics
 * @param model initial model
 * @param tasks source of the tasks
 * @param plan stages in order; empty for the default plan
 * @param curriculum sampling of tasks and the end of the run
 * @param evaluation held-out evaluations
 * @param sampling how samples are drawn
 * @param rollout rollout workers
 * @param verifier verifier
 * @param assembler assembler
 * @param preferences preference pairs
 * @param learner learner
 * @param weights distribution of weights
 * @param console dashboard
 */
public record RunConfig(
    String run,
    StorageConfig storage,
    KafkaConfig kafka,
    ModelSource model,
    TasksConfig tasks,
    List<StageSetting> plan,
    CurriculumConfig curriculum,
    EvaluationConfig evaluation,
    SamplingConfig sampling,
    RolloutConfig rollout,
    VerifierConfig verifier,
    AssemblerConfig assembler,
    PreferencesConfig preferences,
    LearnerConfig learner,
    WeightsConfig weights,
    ConsoleConfig console) {

  public RunConfig {
    plan = List.copyOf(plan);
    checkRun(run);
    SettingRules.check(kafka);
    SettingRules.check(tasks);
    SettingRules.check(curriculum, evaluation, assembler);
    SettingRules.check(curriculum, learner.rl());
    SettingRules.check(learner);
    SettingRules.check(model, sampling);
    PlanRules.check(plan, learner, curriculum, tasks);
  }

  /** The run's id. */
  public RunId runId() {
    return new RunId(run);
  }

  private static void checkRun(String run) {
    try {
      new RunId(run);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting("run", String.valueOf(e.getMessage()).replaceFirst("^run ", ""));
    }
  }
}
