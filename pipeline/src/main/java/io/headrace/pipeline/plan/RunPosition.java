package io.headrace.pipeline.plan;

import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.StageStarted;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The position of a run: a stage of its plan or an end state. A phase in a log of an earlier
 * version is read as a stage of the default plan. Immutable.
 *
 * @param state the stage or end state
 * @param reason why the run entered it, in words
 * @param weights the newest weights version at that time
 * @param evaluation id of the deciding evaluation, empty if none did
 * @param since when the run entered it
 */
public record RunPosition(
    State state, String reason, WeightsVersion weights, String evaluation, Instant since) {

  /** A stage or an end state. */
  public sealed interface State {

    /** The state in words: {@code cold-start (sft)}, {@code finishing}. */
    String text();
  }

  /**
   * A stage.
   *
   * @param stage id of the stage
   * @param kind kind of training; a later version may write kinds that {@link StageKind} lacks
   * @param index index in the plan, from 0; -1 when unknown
   */
  public record InStage(String stage, String kind, int index) implements State {

    /** Whether the stage is of the given kind. */
    public boolean is(StageKind wanted) {
      return kind.equals(wanted.text());
    }

    @Override
    public String text() {
      return stage + " (" + kind + ")";
    }
  }

  /** An end state, after the last stage. */
  public enum End implements State {
    /** No further step is taken; the last weights are evaluated. */
    FINISHING,
    /** The run has ended. */
    FINISHED;

    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The position that an event reports; empty for other events. */
  public static Optional<RunPosition> of(SpecificRecord event) {
    return switch (event) {
      case StageStarted started -> Optional.of(of(started));
      case PhaseChanged changed -> Optional.of(of(changed));
      default -> Optional.empty();
    };
  }

  /** The position that a snapshot contains as one of two events; empty when it contains neither. */
  public static Optional<RunPosition> restored(
      @Nullable StageStarted stage, @Nullable PhaseChanged end) {
    return Optional.ofNullable(end)
        .map(RunPosition::of)
        .or(() -> Optional.ofNullable(stage).map(RunPosition::of));
  }

  private static RunPosition of(StageStarted event) {
    return new RunPosition(
        new InStage(event.getStage(), event.getKind(), event.getIndex()),
        event.getReason(),
        version(event.getWeightsVersion()),
        event.getEvaluation(),
        event.getStartedAt());
  }

  private static RunPosition of(PhaseChanged event) {
    return new RunPosition(
        state(event.getPhase()),
        event.getReason(),
        version(event.getWeightsVersion()),
        event.getEvaluation(),
        event.getChangedAt());
  }

  /** The state that corresponds to a phase. */
  public static State state(Phase phase) {
    return switch (phase) {
      case COLD_START -> stageOfPhase(StageKind.SFT);
      case TRAINING -> stageOfPhase(StageKind.RL);
      case FINISHING -> End.FINISHING;
      case FINISHED -> End.FINISHED;
    };
  }

  private static InStage stageOfPhase(StageKind kind) {
    return new InStage(kind.defaultStageId(), kind.text(), -1);
  }

  private static WeightsVersion version(long value) {
    return new WeightsVersion(Math.max(0, value));
  }

  /** Whether no further step is taken. */
  public boolean isOver() {
    return state instanceof End;
  }

  /** Whether the run has ended. */
  public boolean isFinished() {
    return state == End.FINISHED;
  }

  /** The stage; empty in an end state. */
  public Optional<InStage> stage() {
    return state instanceof InStage stage ? Optional.of(stage) : Optional.empty();
  }

  /** Whether the run is in a stage of the kind. */
  public boolean isIn(StageKind kind) {
    return stage().filter(stage -> stage.is(kind)).isPresent();
  }

  /** The event of a stage; empty in an end state. */
  public Optional<StageStarted> stageEvent(String run) {
    return stage()
        .map(
            in ->
                new StageStarted(
                    run,
                    in.stage(),
                    in.kind(),
                    in.index(),
                    reason,
                    weights.value(),
                    evaluation,
                    since));
  }

  /** The event of an end state; empty in a stage. */
  public Optional<PhaseChanged> endEvent(String run) {
    return state instanceof End end
        ? Optional.of(
            new PhaseChanged(
                run, Phase.valueOf(end.name()), reason, weights.value(), evaluation, since))
        : Optional.empty();
  }
}
