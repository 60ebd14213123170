package io.headrace.console.view;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The stage that limits the run, with the reason in one sentence.
 *
 * <p>A stage without a live service stops the run. Else the learner is the limit if it computes
 * most of the time. Otherwise it is the earlier stage with the most seconds of waiting work; if no
 * work waits anywhere, too few tasks are requested.
 *
 * @param stage the limiting stage; empty when no stage limits the run or it is unknown
 * @param sentence one sentence with the reason
 */
public record Bottleneck(Optional<PipelineStage> stage, String sentence) {
  /** Fraction of computing time from which the learner limits the run. */
  static final double BUSY = 0.75;

  /** Waiting work at a stage up to which it does not limit the run, in seconds of work. */
  static final double PASSING = 0.25;

  static Bottleneck none(String sentence) {
    return new Bottleneck(Optional.empty(), sentence);
  }

  /**
   * @param busyShare fraction of time that the learner computed over its last steps; empty before
   *     the first step
   */
  static Bottleneck of(List<StageFlow> stages, Optional<Double> busyShare) {
    if (stages.stream().allMatch(Bottleneck::standsStill)) {
      return none("The run stands still: none of its services is alive.");
    }
    Optional<StageFlow> gone = stages.stream().filter(Bottleneck::standsStill).findFirst();
    if (gone.isPresent()) {
      return gone.get().waiting() > 0 ? standing(gone.get()) : absent(gone.get());
    }
    if (busyShare.isPresent() && busyShare.get() >= BUSY) {
      return learner(stages.getLast(), busyShare.get());
    }
    return longest(stages.subList(0, stages.size() - 1))
        .or(() -> longest(List.of(stages.getLast())))
        .map(flow -> waiting(flow, busyShare))
        .orElseGet(() -> nothingWaits(stages, busyShare));
  }

  /** The stage with the most seconds of waiting work, if any has more than {@link #PASSING}. */
  private static Optional<StageFlow> longest(List<StageFlow> stages) {
    return stages.stream()
        .filter(flow -> flow.secondsOfWork() > PASSING)
        .max(Comparator.comparingDouble(StageFlow::secondsOfWork));
  }

  /** The bottleneck of the cold start: the learner, whose demonstrations are all available. */
  static Bottleneck supervised(StageFlow learn, Optional<Double> busyShare) {
    if (standsStill(learn)) {
      return absent(learn);
    }
    return at(
        learn,
        "Learn limits the cold start: it trains on demonstrations that are all available"
            + waited(busyShare)
            + ".");
  }

  /** Whether no instance is alive, and the service reported a problem or has no output. */
  private static boolean standsStill(StageFlow flow) {
    return flow.instances() == 0 && (flow.outPerSecond() == 0 || !flow.problem().isEmpty());
  }

  private static Bottleneck standing(StageFlow flow) {
    return at(
        flow,
        String.format(
            Locale.ROOT,
            "%s stands still: %s %s and no %s is alive.",
            title(flow.stage()),
            amount(flow),
            flow.waiting() == 1 ? "waits" : "wait",
            flow.stage().service()));
  }

  /** A stage without a live service and without known waiting work. */
  private static Bottleneck absent(StageFlow flow) {
    return at(
        flow,
        "%s %s still: no %s is alive."
            .formatted(
                title(flow.stage()),
                flow.stage() == PipelineStage.TASKS ? "stand" : "stands",
                flow.stage().service()));
  }

  private static String amount(StageFlow flow) {
    String unit = flow.stage().unit();
    return String.format(
        Locale.ROOT,
        "%,d %s",
        flow.waiting(),
        flow.waiting() == 1 ? unit.substring(0, unit.length() - 1) : unit);
  }

  private static Bottleneck learner(StageFlow learn, double busy) {
    return at(
        learn,
        String.format(
            Locale.ROOT,
            "Learn limits the run: the learner computed for %.0f %% of its last steps' time and %s"
                + " %s for it.",
            busy * 100,
            amount(learn),
            learn.waiting() == 1 ? "waits" : "wait"));
  }

  private static Bottleneck waiting(StageFlow flow, Optional<Double> busy) {
    String work =
        flow.outPerSecond() == 0
            ? "and none left in the last " + RateWindow.SECONDS + " s"
            : String.format(
                Locale.ROOT,
                "%.1f s of work at %s a second",
                flow.secondsOfWork(),
                rate(flow.outPerSecond()));
    return at(
        flow,
        String.format(
            Locale.ROOT,
            "%s limits the run: %s %s, %s%s.",
            title(flow.stage()),
            amount(flow),
            flow.waiting() == 1 ? "waits" : "wait",
            work,
            waited(busy)));
  }

  /** A rate; one below 10 has a decimal, so that a slow one is not shown as 0. */
  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
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
            "Tasks limit the run: no later stage has much work waiting, so the curriculum requests"
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
