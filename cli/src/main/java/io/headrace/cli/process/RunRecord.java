package io.headrace.cli.process;

import io.headrace.pipeline.config.SettingChange;
import io.headrace.pipeline.config.SettingChange.Effect;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.group.HeldOutAccuracy;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.RunStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * The state of a run's start and end, folded from its events.
 *
 * @param started the last start; empty before the first
 * @param position its stage or end state; empty before the first
 * @param ended why training ended; empty while it has not
 * @param unmeasured whether the run is finished and its final evaluation was not conclusive
 */
record RunRecord(
    Optional<RunStarted> started,
    Optional<RunPosition> position,
    String ended,
    boolean unmeasured) {

  /** The record of a run without events. */
  static final RunRecord NONE = new RunRecord(Optional.empty(), Optional.empty(), "", false);

  /** The record after one more event; events of other types are ignored. */
  RunRecord apply(SpecificRecord event) {
    return switch (event) {
      case RunStarted start -> new RunRecord(Optional.of(start), position, ended, unmeasured);
      case EvaluationCompleted result when isFinished() && isDeciding(result) ->
          new RunRecord(started, position, ended, !HeldOutAccuracy.isConclusive(result));
      default -> RunPosition.of(event).map(this::moved).orElse(this);
    };
  }

  private RunRecord moved(RunPosition next) {
    return new RunRecord(
        started, Optional.of(next), isSameEnd(next) ? ended : next.reason(), false);
  }

  /** Whether a change keeps the reason of the end, as a repeated final evaluation does. */
  private boolean isSameEnd(RunPosition next) {
    return next.isFinished() || (next.isOver() && isFinished());
  }

  boolean isFinished() {
    return position.filter(RunPosition::isFinished).isPresent();
  }

  private boolean isDeciding(EvaluationCompleted result) {
    return position.map(RunPosition::evaluation).filter(result.getEvaluation()::equals).isPresent();
  }

  /**
   * The notes for the operator before the run continues, one line each.
   *
   * @param acceptChanges whether changes of settings that define the run are accepted
   * @throws HeadraceException SETTINGS_CHANGED when there are such changes and they are not
   *     accepted
   */
  List<String> notes(String run, List<SettingChange> changes, boolean acceptChanges) {
    List<SettingChange> defining =
        changes.stream().filter(change -> change.effect() == Effect.DEFINES_THE_RUN).toList();
    if (!defining.isEmpty() && !acceptChanges) {
      throw new HeadraceException(
          ErrorCode.SETTINGS_CHANGED,
          "[run=%s] the run was started with other settings, and its records would no longer fit together: %s; set them back, name another run, or take them over with --accept-changes"
              .formatted(
                  run,
                  defining.stream()
                      .map(SettingChange::toString)
                      .collect(Collectors.joining("; "))));
    }
    List<String> notes = new ArrayList<>();
    changes.forEach(change -> notes.add("changed     " + change));
    if (unmeasured) {
      notes.add("the run ended and its last weights were not measured; they are evaluated again");
    } else if (isFinished() && changes.isEmpty()) {
      notes.add(
          "the run is finished already: %s; to continue raise curriculum.max-steps, a goal or curriculum.time-budget, extend plan, or name another run"
              .formatted(ended));
    }
    return notes;
  }
}
