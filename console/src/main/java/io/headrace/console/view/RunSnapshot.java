package io.headrace.console.view;

import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The run as it is now; small, for it is sent several times a second.
 *
 * @param plan the stages of the run, in order
 * @param stage the stage it is in; empty before the first and in an end state
 * @param end the end state; empty before
 * @param reason why it is there
 * @param since since when
 */
public record RunSnapshot(
    String run,
    Optional<Instant> startedAt,
    String headraceVersion,
    List<StageView> plan,
    Optional<InStage> stage,
    Optional<End> end,
    String reason,
    Optional<Instant> since,
    Optional<RunControl.Asked> asked,
    boolean paused,
    Optional<StepPoint> lastStep,
    Optional<WeightsPoint> weights,
    Optional<EvaluationPoint> evaluation,
    double sampledTokensPerSecond,
    Optional<Double> learnerBusyShare,
    Bottleneck bottleneck,
    List<StageFlow> stages,
    List<ServiceInstances.Instance> services,
    Totals totals,
    Optional<Instant> lastEventAt,
    Instant now) {}
