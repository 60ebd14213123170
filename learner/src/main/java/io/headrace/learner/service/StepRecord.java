package io.headrace.learner.service;

import io.headrace.learner.batch.Batch;
import io.headrace.learner.batch.SkippedRecord;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.learner.step.StepReport;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.StepCompleted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The content of {@code StepCompleted} for one step.
 *
 * @param before the state that the step started from
 * @param stage the stage
 * @param objective name of the objective
 * @param sourceTopic the topic the batch was read from
 * @param batch what it was trained on and what was skipped
 * @param report its losses and metrics
 * @param computed computing time
 * @param waited time waited for its batch
 * @param completedAt when it was completed
 */
record StepRecord(
    LearnerState before,
    PlannedStage stage,
    String objective,
    String sourceTopic,
    Batch batch,
    StepReport report,
    Duration computed,
    Duration waited,
    Instant completedAt) {

  /** The event of a step whose weights are not published yet. */
  StepCompleted toEvent(String run) {
    List<TrainingTrace> traces = batch.traces();
    double tokens = traces.stream().mapToInt(trace -> trace.response().length).sum();
    return StepCompleted.newBuilder()
        .setRun(run)
        .setStep(before.step() + 1)
        .setStage(stage.kind().stage())
        .setStageId(stage.id())
        .setWeightsIn(before.version().value())
        .setWeightsOut(before.version().value())
        .setObjective(objective)
        .setSourceTopic(sourceTopic)
        .setBatch(batch.groups().stream().map(StepRecord::entry).toList())
        .setSkipped(batch.skipped().stream().map(SkippedRecord::toEvent).toList())
        .setLoss(report.loss())
        .setGradientNorm(report.gradientNorm())
        .setLearningRate(report.learningRate())
        .setInnerUpdates(report.optimizerUpdates())
        .setTrainedTokens(report.trainedTokens())
        .setMeanReward(stage.kind() == StageKind.RL ? meanReward(traces) : null)
        .setMeanResponseTokens(tokens / traces.size())
        .setMeanStaleness(
            traces.stream()
                    .mapToDouble(trace -> trace.staleness().mean() * trace.response().length)
                    .sum()
                / tokens)
        .setMaxStaleness(
            traces.stream().mapToLong(trace -> trace.staleness().largest()).max().orElse(0))
        .setMetrics(report.metrics())
        .setComputeMillis(computed.toMillis())
        .setWaitMillis(waited.toMillis())
        .setCompletedAt(completedAt)
        .build();
  }

  private static double meanReward(List<TrainingTrace> traces) {
    return traces.stream().mapToDouble(TrainingTrace::reward).average().orElseThrow();
  }

  private static BatchEntry entry(TraceGroup group) {
    return new BatchEntry(
        group.id(), group.position().partition(), group.position().offset(), group.traces().size());
  }
}
