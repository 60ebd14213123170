package io.headrace.console.view;

import java.time.Duration;
import java.util.List;

/** All curves of the run. */
public record SeriesView(
    List<StepPoint> steps,
    List<EvaluationPoint> evaluations,
    Duration throughputWidth,
    List<TimeBuckets.Rates> throughput) {}
