package io.headrace.cli.process;

import io.headrace.pipeline.config.SettingChange;
import io.headrace.pipeline.config.SettingChange.Effect;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.RunStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a run's control topic says of its start and its end.
 *
 * @param started how it was started last; empty before the first time
 * @param phase the phase it is in; empty before the first
 * @param ended why training ended; empty while it has not
 */
record RunRecord(Optional<RunStarted> started, Optional<Phase> phase, String ended) {

  /** Of a run that nothing is known of. */
  static final RunRecord NONE = new RunRecord(Optional.empty(), Optional.empty(), "");

  /** The record after one more event; events of other kinds change nothing. */
  RunRecord apply(SpecificRecord event) {
    return switch (event) {
      case RunStarted start -> new RunRecord(Optional.of(start), phase, ended);
      case PhaseChanged change ->
          new RunRecord(
              started,
              Optional.of(change.getPhase()),
              change.getPhase() == Phase.FINISHED ? ended : change.getReason());
      default -> this;
    };
  }

  boolean isFinished() {
    return phase.filter(Phase.FINISHED::equals).isPresent();
  }

  /**
   * What to say to the operator before the run goes on with changed settings, a line each.
   *
   * @param acceptChanges whether changes of what defines the run are accepted
   * @throws HeadraceException SETTINGS_CHANGED when they are not and there are some
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
    if (isFinished() && changes.isEmpty()) {
      notes.add(
          "the run is finished already: %s; to go on raise curriculum.max-steps, a goal or curriculum.time-budget, or name another run"
              .formatted(ended));
    }
    return notes;
  }
}
