package io.headrace.console.view;

import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The current state of the run for the page; small, since it is sent several times a second.
 *
 * @param plan the stages of the run, in order
 * @param stage the current stage; empty before the first and in an end state
 * @param end the end state; empty before it is reached
 * @param reason reason of the last change of stage or end state
 * @param since time of that change
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
