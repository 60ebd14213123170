package io.headrace.learner.stage;

import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import java.util.Optional;

/**
 * What the {@code control} and {@code evals} topics have said so far, as far as the learner cares.
 *
 * <p>Immutable; each event gives the next value, so the same events always give the same signals.
 *
 * @param phase the newest phase, empty before the curriculum wrote its first
 * @param paused whether PAUSE was asked for and not taken back
 * @param stopped whether STOP was asked for
 * @param evaluation the evaluation of the newest weights version so far
 */
public record Signals(
    Optional<Phase> phase,
    boolean paused,
    boolean stopped,
    Optional<EvaluationCompleted> evaluation) {

  /** Of a run about which nothing is known yet. */
  public static final Signals NONE = new Signals(Optional.empty(), false, false, Optional.empty());

  /** The run went on to a phase. */
  public Signals with(PhaseChanged event) {
    return new Signals(Optional.of(event.getPhase()), paused, stopped, evaluation);
  }

  /** An operator asked something. */
  public Signals with(CommandIssued event) {
    return switch (event.getCommand()) {
      case PAUSE -> new Signals(phase, true, stopped, evaluation);
      case RESUME -> new Signals(phase, false, stopped, evaluation);
      case STOP -> new Signals(phase, paused, true, evaluation);
    };
  }

  /** An evaluation is complete; one of an older version than is known changes nothing. */
  public Signals with(EvaluationCompleted event) {
    boolean older =
        evaluation
            .filter(known -> known.getWeightsVersion() > event.getWeightsVersion())
            .isPresent();
    return older ? this : new Signals(phase, paused, stopped, Optional.of(event));
  }
}
