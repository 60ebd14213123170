package io.headrace.console.view;

import io.headrace.pipeline.config.StageKind;
import io.headrace.schemas.PlanEntry;
import io.headrace.schemas.RunStarted;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A stage of the run's plan.
 *
 * @param id id of the stage in the plan
 * @param kind kind of training: sft, rl, or a kind of a later version
 * @param data the topic that its batches are read from
 * @param steps maximum number of steps; empty when the log does not contain it
 * @param greedyAccuracy held-out accuracy of greedy answers that ends it
 * @param sampledAccuracy held-out accuracy at temperature 1 that ends it
 */
public record StageView(
    String id,
    String kind,
    String data,
    Optional<Long> steps,
    Optional<Double> greedyAccuracy,
    Optional<Double> sampledAccuracy) {

  /** The default plan, for runs of earlier versions, whose log does not contain a plan. */
  static final List<StageView> DEFAULT_PLAN =
      Arrays.stream(StageKind.values())
          .map(
              kind ->
                  new StageView(
                      kind.defaultStageId(),
                      kind.text(),
                      kind.data().suffix(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()))
          .toList();

  static List<StageView> of(RunStarted event) {
    return event.getPlan().isEmpty()
        ? DEFAULT_PLAN
        : event.getPlan().stream().map(StageView::of).toList();
  }

  private static StageView of(PlanEntry entry) {
    return new StageView(
        entry.getId(),
        entry.getKind(),
        entry.getData(),
        Optional.of(entry.getSteps()).filter(steps -> steps >= 0),
        Optional.ofNullable(entry.getGreedyAccuracy()),
        Optional.ofNullable(entry.getSampledAccuracy()));
  }

  /** The stage for a snapshot; unknown steps are -1. */
  PlanEntry save() {
    return new PlanEntry(
        id,
        kind,
        data,
        steps.orElse(-1L),
        greedyAccuracy.orElse(null),
        sampledAccuracy.orElse(null));
  }
}
