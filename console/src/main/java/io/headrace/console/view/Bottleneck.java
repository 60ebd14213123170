package io.headrace.console.view;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The stage that limits the run, in words.
 *
 * <p>A learner that computes most of the time limits it. Otherwise the learner waits, and the stage
 * before it with the most seconds of work waiting does; if no work waits anywhere, too few tasks
 * are asked for.
 *
 * @param stage the limiting stage; nothing when none limits the run or it can't be told yet
 * @param sentence one sentence with the reason
 */
public record Bottleneck(Optional<PipelineStage> stage, String sentence) {
  /** From this share of its time on, the learner's computing limits the run. */
  static final double BUSY = 0.75;

  /** Less work than this waiting at a stage is only passing through, in seconds. */
  static final double PASSING = 0.25;

  static Bottleneck none(String sentence) {
    return new Bottleneck(Optional.empty(), sentence);
  }

  /**
   * @param busyShare share of its time that the learner computed over its last steps; nothing
   *     before the first step
   */
  static Bottleneck of(List<StageFlow> stages, Optional<Double> busyShare) {
    Optional<StageFlow> gone = stages.stream().filter(Bottleneck::standsStill).findFirst();
    if (gone.isPresent()) {
      return standing(gone.get());
    }
    if (busyShare.isPresent() && busyShare.get() >= BUSY) {
      return learner(stages.getLast(), busyShare.get());
    }
    return longest(stages.subList(0, stages.size() - 1))
        .or(() -> longest(List.of(stages.getLast())))
        .map(flow -> waiting(flow, busyShare))
        .orElseGet(() -> nothingWaits(stages, busyShare));
  }

  /** The stage with the most seconds of work, if any has more than what is passing through. */
  private static Optional<StageFlow> longest(List<StageFlow> stages) {
    return stages.stream()
        .filter(flow -> flow.secondsOfWork() > PASSING)
        .max(Comparator.comparingDouble(StageFlow::secondsOfWork));
  }

  /** During the cold start the learner reads demonstrations that are all there. */
  static Bottleneck supervised(Optional<Double> busyShare) {
    return new Bottleneck(
        Optional.of(PipelineStage.LEARN),
        "Learn limits the cold start: it trains on demonstrations that are all there"
            + waited(busyShare)
            + ".");
  }

  /** Work waits and nobody is there to do it. */
  private static boolean standsStill(StageFlow flow) {
    return flow.waiting() > 0 && flow.instances() == 0 && flow.outPerSecond() == 0;
  }

  private static Bottleneck standing(StageFlow flow) {
    return at(
        flow,
        String.format(
            Locale.ROOT,
            "%s stands still: %,d %s wait and no %s is alive.",
            title(flow.stage()),
            flow.waiting(),
            flow.stage().unit(),
            flow.stage().service()));
  }

  private static Bottleneck learner(StageFlow learn, double busy) {
    return at(
        learn,
        String.format(
            Locale.ROOT,
            "Learn limits the run: the learner computed for %.0f %% of its last steps' time and %,d"
                + " %s wait for it.",
            busy * 100,
            learn.waiting(),
            learn.waiting() == 1 ? "group" : "groups"));
  }

  private static Bottleneck waiting(StageFlow flow, Optional<Double> busy) {
    String work =
        flow.outPerSecond() == 0
            ? "and none went out in the last " + RateWindow.SECONDS + " s"
            : String.format(
                Locale.ROOT,
                "%.1f s of work at %,.0f a second",
                flow.secondsOfWork(),
                flow.outPerSecond());
    return at(
        flow,
        String.format(
            Locale.ROOT,
            "%s limits the run: %,d %s wait there, %s%s.",
            title(flow.stage()),
            flow.waiting(),
            flow.stage().unit(),
            work,
            waited(busy)));
  }

  private static Bottleneck nothingWaits(List<StageFlow> stages, Optional<Double> busy) {
    StageFlow tasks = stages.getFirst();
    if (stages.stream().allMatch(flow -> flow.outPerSecond() == 0)) {
      return none("Nothing has moved in the last " + RateWindow.SECONDS + " s.");
    }
    return at(
        tasks,
        String.format(
            Locale.ROOT,
            "Tasks limit the run: no later stage has much work waiting, so the curriculum asks for"
                + " too few groups or its staleness bound holds it back%s.",
            waited(busy)));
  }

  private static String waited(Optional<Double> busy) {
    return busy.map(
            share ->
                String.format(
                    Locale.ROOT,
                    ", and the learner waited %.0f %% of its last steps' time",
                    100 - share * 100))
        .orElse("");
  }

  private static Bottleneck at(StageFlow flow, String sentence) {
    return new Bottleneck(Optional.of(flow.stage()), sentence);
  }

  private static String title(PipelineStage stage) {
    String label = stage.label();
    return Character.toUpperCase(label.charAt(0)) + label.substring(1);
  }
}
