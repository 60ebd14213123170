package io.headrace.learner.stage;

import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.TrainingGranted;
import java.util.Optional;

/**
 * What the {@code control} topic has said so far, as far as the learner cares.
 *
 * <p>Immutable; each event gives the next value, so the same events always give the same signals.
 *
 * @param grant how far the learner may train, empty before the curriculum wrote its first grant
 * @param paused whether PAUSE was asked for and not taken back
 * @param stopped whether STOP was asked for
 */
public record ControlState(Optional<TrainingGranted> grant, boolean paused, boolean stopped) {

  /** Of a run about which nothing is known yet. */
  public static final ControlState NONE = new ControlState(Optional.empty(), false, false);

  /** The curriculum decided how far the learner may train. */
  public ControlState with(TrainingGranted event) {
    return new ControlState(Optional.of(event), paused, stopped);
  }

  /** An operator asked something. */
  public ControlState with(CommandIssued event) {
    return switch (event.getCommand()) {
      case PAUSE -> new ControlState(grant, true, stopped);
      case RESUME -> new ControlState(grant, false, stopped);
      case STOP -> new ControlState(grant, paused, true);
    };
  }
}
