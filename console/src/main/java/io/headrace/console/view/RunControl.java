package io.headrace.console.view;

import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.RunStarted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The run's state from the events of the control topic. */
record RunControl(
    Optional<Instant> startedAt,
    String headraceVersion,
    String configuration,
    List<StageView> plan,
    Optional<RunPosition> position,
    Optional<Asked> asked) {

  /** The last command of an operator. */
  public record Asked(Command command, String issuedBy, String reason, Instant at) {}

  static RunControl unknown() {
    return new RunControl(
        Optional.empty(), "", "", StageView.DEFAULT_PLAN, Optional.empty(), Optional.empty());
  }

  RunControl started(RunStarted event) {
    return new RunControl(
        startedAt.or(() -> Optional.of(event.getStartedAt())),
        event.getHeadraceVersion(),
        event.getConfiguration(),
        StageView.of(event),
        position,
        asked);
  }

  RunControl moved(RunPosition next) {
    return new RunControl(
        startedAt, headraceVersion, configuration, plan, Optional.of(next), asked);
  }

  RunControl asked(CommandIssued event) {
    Asked last =
        new Asked(event.getCommand(), event.getIssuedBy(), event.getReason(), event.getIssuedAt());
    return new RunControl(
        startedAt, headraceVersion, configuration, plan, position, Optional.of(last));
  }

  /** Writes the state to a snapshot in the form of the events. */
  void save(String run, ConsoleSnapshot.Builder snapshot) {
    startedAt.ifPresent(
        first ->
            snapshot.setStarted(
                RunStarted.newBuilder()
                    .setRun(run)
                    .setConfiguration(configuration)
                    .setHeadraceVersion(headraceVersion)
                    .setStartedAt(first)
                    .setPlan(plan.stream().map(StageView::save).toList())
                    .build()));
    position.flatMap(at -> at.stageEvent(run)).ifPresent(snapshot::setStage);
    position.flatMap(at -> at.endEvent(run)).ifPresent(snapshot::setPhase);
    asked.ifPresent(
        last ->
            snapshot.setAsked(
                new CommandIssued(run, last.command(), last.issuedBy(), last.reason(), last.at())));
  }

  /** Restores the state of a snapshot. */
  static RunControl restored(ConsoleSnapshot snapshot) {
    RunControl state = unknown();
    RunStarted started = snapshot.getStarted();
    state = started == null ? state : state.started(started);
    state =
        RunPosition.restored(snapshot.getStage(), snapshot.getPhase())
            .map(state::moved)
            .orElse(state);
    CommandIssued last = snapshot.getAsked();
    return last == null ? state : state.asked(last);
  }

  boolean paused() {
    return asked.map(last -> last.command() == Command.PAUSE).orElse(false);
  }

  /** Why no stage limits the run now, in one sentence; empty while it trains. */
  Optional<String> standstill() {
    if (position.isEmpty()) {
      return Optional.of("The run has not started; no stage has work to do.");
    }
    if (!position.get().isFinished() && paused()) {
      return Optional.of("The run is paused; the stages complete the work in progress.");
    }
    return switch (position.get().state()) {
      case InStage _ -> Optional.empty();
      case End.FINISHING ->
          Optional.of("Training has ended; the last weights are being evaluated.");
      case End.FINISHED -> Optional.of("The run is finished; no stage has work to do.");
    };
  }
}
