package io.headrace.console.view;

import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.RunStarted;
import java.time.Instant;
import java.util.Optional;

/** What the control topic says of the run. */
record RunControl(
    Optional<Instant> startedAt,
    String headraceVersion,
    String configuration,
    Optional<Phase> phase,
    String phaseReason,
    Optional<Instant> phaseSince,
    Optional<Asked> asked) {

  /** The last thing an operator asked. */
  public record Asked(Command command, String issuedBy, String reason, Instant at) {}

  static RunControl unknown() {
    return new RunControl(
        Optional.empty(), "", "", Optional.empty(), "", Optional.empty(), Optional.empty());
  }

  RunControl started(RunStarted event) {
    return new RunControl(
        startedAt.or(() -> Optional.of(event.getStartedAt())),
        event.getHeadraceVersion(),
        event.getConfiguration(),
        phase,
        phaseReason,
        phaseSince,
        asked);
  }

  RunControl changed(PhaseChanged event) {
    return new RunControl(
        startedAt,
        headraceVersion,
        configuration,
        Optional.of(event.getPhase()),
        event.getReason(),
        Optional.of(event.getChangedAt()),
        asked);
  }

  RunControl asked(CommandIssued event) {
    Asked last =
        new Asked(event.getCommand(), event.getIssuedBy(), event.getReason(), event.getIssuedAt());
    return new RunControl(
        startedAt,
        headraceVersion,
        configuration,
        phase,
        phaseReason,
        phaseSince,
        Optional.of(last));
  }

  /** Puts the state into a snapshot, as the events that it follows from. */
  void save(String run, ConsoleSnapshot.Builder snapshot) {
    startedAt.ifPresent(
        first ->
            snapshot.setStarted(
                RunStarted.newBuilder()
                    .setRun(run)
                    .setConfiguration(configuration)
                    .setHeadraceVersion(headraceVersion)
                    .setStartedAt(first)
                    .build()));
    phase.ifPresent(
        known ->
            snapshot.setPhase(
                PhaseChanged.newBuilder()
                    .setRun(run)
                    .setPhase(known)
                    .setReason(phaseReason)
                    .setWeightsVersion(0)
                    .setChangedAt(phaseSince.orElse(Instant.EPOCH))
                    .build()));
    asked.ifPresent(
        last ->
            snapshot.setAsked(
                new CommandIssued(run, last.command(), last.issuedBy(), last.reason(), last.at())));
  }

  /** The state of a snapshot. */
  static RunControl restored(ConsoleSnapshot snapshot) {
    RunControl state = unknown();
    RunStarted started = snapshot.getStarted();
    state = started == null ? state : state.started(started);
    PhaseChanged changed = snapshot.getPhase();
    state = changed == null ? state : state.changed(changed);
    CommandIssued last = snapshot.getAsked();
    return last == null ? state : state.asked(last);
  }

  boolean paused() {
    return asked.map(last -> last.command() == Command.PAUSE).orElse(false);
  }

  /** Why no stage can limit the run now, in a sentence; nothing while it trains. */
  Optional<String> standstill() {
    if (phase.isEmpty()) {
      return Optional.of("The run has not begun; no stage has work to do.");
    }
    if (phase.get() != Phase.FINISHED && paused()) {
      return Optional.of("The run is paused; the stages finish what they had.");
    }
    return switch (phase.get()) {
      case COLD_START, TRAINING -> Optional.empty();
      case FINISHING -> Optional.of("Training has ended; the last weights are being evaluated.");
      case FINISHED -> Optional.of("The run is finished; no stage has work to do.");
    };
  }
}
