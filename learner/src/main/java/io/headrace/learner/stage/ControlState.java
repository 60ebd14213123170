package io.headrace.learner.stage;

import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.TrainingGranted;
import java.util.Optional;

/**
 * The part of the {@code control} topic that the learner obeys.
 *
 * <p>Immutable; each event gives the next value, so the same events always give the same state.
 *
 * @param grant how far the learner may train, empty before the first grant
 * @param paused whether the newest of PAUSE and RESUME is PAUSE
 * @param stopped whether STOP was commanded
 */
public record ControlState(Optional<TrainingGranted> grant, boolean paused, boolean stopped) {

  /** Before the first event. */
  public static final ControlState NONE = new ControlState(Optional.empty(), false, false);

  /** After a grant of the curriculum. */
  public ControlState with(TrainingGranted event) {
    return new ControlState(Optional.of(event), paused, stopped);
  }

  /** After the command of an operator. */
  public ControlState with(CommandIssued event) {
    return switch (event.getCommand()) {
      case PAUSE -> new ControlState(grant, true, stopped);
      case RESUME -> new ControlState(grant, false, stopped);
      case STOP -> new ControlState(grant, paused, true);
    };
  }
}
