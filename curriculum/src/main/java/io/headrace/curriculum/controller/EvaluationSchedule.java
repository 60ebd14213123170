package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.curriculum.evaluation.EvaluationTrigger;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.RunPosition.State;
import java.util.Optional;

/**
 * Decides which evaluation is due: in an sft stage of each version, in an rl stage of every so many
 * versions, and the final evaluation in FINISHING. Stateless.
 *
 * @param everyVersions number of weights versions between evaluations of an rl stage
 */
record EvaluationSchedule(int everyVersions) {

  /** The evaluation to request; empty when none is due or the due one was requested. */
  Optional<EvaluationId> due(State state, RunProgress progress, EvaluationTracker evaluations) {
    Optional<EvaluationId> due =
        switch (state) {
          case InStage _ -> due(progress.stage(), progress, evaluations);
          case End.FINISHING -> FinalEvaluation.due(progress, evaluations);
          case End.FINISHED -> Optional.empty();
        };
    return due.filter(id -> !evaluations.isStarted(id));
  }

  /** Supervised steps are committed with the version that they lead to. */
  private Optional<EvaluationId> due(
      PlannedStage stage, RunProgress progress, EvaluationTracker evaluations) {
    WeightsVersion newest = progress.newestVersion();
    boolean isDue =
        switch (stage) {
          case PlannedStage.Sft sft -> progress.steps(sft) > 0 && newest.value() > 0;
          case PlannedStage.Rl _ -> isTrainingEvaluationDue(newest, evaluations);
        };
    return isDue
        ? Optional.of(new EvaluationId(newest, new EvaluationTrigger(stage.id())))
        : Optional.empty();
  }

  /** The first evaluation of a run without a cold start is of its initial weights. */
  private boolean isTrainingEvaluationDue(WeightsVersion newest, EvaluationTracker evaluations) {
    return evaluations
        .newestStarted()
        .map(last -> newest.value() - last.value() >= everyVersions)
        .orElse(true);
  }
}
