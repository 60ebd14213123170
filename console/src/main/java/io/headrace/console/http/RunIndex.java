package io.headrace.console.http;

import io.headrace.console.LiveRun;
import io.headrace.console.log.RunLog;
import io.headrace.console.view.RunSnapshot;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The runs on the broker, one of which this console follows. */
final class RunIndex {

  private final LiveRun live;
  private final RunLog log;

  RunIndex(LiveRun live, RunLog log) {
    this.live = live;
    this.log = log;
  }

  /**
   * The runs, sorted by name.
   *
   * @param problem why the other runs can't be listed now; empty when they are listed
   */
  record Runs(List<Entry> runs, String problem) {}

  /**
   * One run.
   *
   * @param followed whether this console serves it; stage, step and time are known for the followed
   *     run only
   * @param stage the stage it is in; empty before the first and in an end state
   * @param end the end state; empty before it is reached
   * @param step the newest optimizer step
   * @param updatedAt time of its newest event
   */
  record Entry(
      String run,
      boolean followed,
      Optional<InStage> stage,
      Optional<End> end,
      Optional<Long> step,
      Optional<Instant> updatedAt) {}

  /** The run that this console follows. */
  String followed() {
    return live.run();
  }

  /** Lists the runs; waits at most some seconds for the broker. */
  Runs list() {
    try {
      return new Runs(entries(log.runs()), "");
    } catch (HeadraceException e) {
      return new Runs(entries(List.of()), String.valueOf(e.getMessage()));
    }
  }

  private List<Entry> entries(List<String> found) {
    var names = new TreeSet<>(found);
    names.add(followed());
    return names.stream()
        .map(name -> name.equals(followed()) ? followedEntry() : other(name))
        .toList();
  }

  private static Entry other(String run) {
    return new Entry(
        run, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private Entry followedEntry() {
    RunSnapshot now = live.query((view, instant) -> view.snapshot(instant));
    return new Entry(
        now.run(),
        true,
        now.stage(),
        now.end(),
        now.lastStep().map(step -> step.step()),
        now.lastEventAt());
  }
}
