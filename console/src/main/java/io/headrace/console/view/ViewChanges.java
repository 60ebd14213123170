package io.headrace.console.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes of the view for a page, each trace once in its newest form.
 *
 * @param cursor the cursor for the next request
 * @param last position of the newest record among them; empty when there is none
 * @param complete false when some changes were evicted and the page has to reload
 * @param tracesLeftOut number of older traces left out to limit the size
 */
public record ViewChanges(
    long cursor,
    Optional<Position> last,
    boolean complete,
    List<StepPoint> steps,
    List<EvaluationPoint> evaluations,
    List<WeightsPoint> weights,
    List<TraceSummary> traces,
    int tracesLeftOut,
    List<DeadLetterSummary> deadLetters) {
  private static final int TRACES = 80;

  static ViewChanges of(NoticeBuffer.Since since) {
    List<StepPoint> steps = new ArrayList<>();
    List<EvaluationPoint> evaluations = new ArrayList<>();
    List<WeightsPoint> weights = new ArrayList<>();
    Map<String, TraceSummary> traces = new LinkedHashMap<>();
    List<DeadLetterSummary> deadLetters = new ArrayList<>();
    for (Notice notice : since.notices()) {
      switch (notice) {
        case Notice.Step step -> steps.add(step.point());
        case Notice.Evaluation evaluation -> evaluations.add(evaluation.point());
        case Notice.Weights version -> weights.add(version.point());
        case Notice.Trace trace -> traces.put(trace.summary().traceId(), trace.summary());
        case Notice.DeadLetter letter -> deadLetters.add(letter.summary());
      }
    }
    List<TraceSummary> all = List.copyOf(traces.values());
    int left = Math.max(0, all.size() - TRACES);
    return new ViewChanges(
        since.next(),
        since.last(),
        since.complete(),
        steps,
        evaluations,
        weights,
        all.subList(left, all.size()),
        left,
        deadLetters);
  }
}
