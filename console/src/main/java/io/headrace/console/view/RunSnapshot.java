package io.headrace.console.view;

import io.headrace.schemas.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The run as it is now; small, for it is sent several times a second. */
public record RunSnapshot(
    String run,
    Optional<Instant> startedAt,
    String headraceVersion,
    Optional<Phase> phase,
    String phaseReason,
    Optional<Instant> phaseSince,
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
