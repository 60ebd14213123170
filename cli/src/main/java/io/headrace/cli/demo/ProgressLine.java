package io.headrace.cli.demo;

import io.headrace.cli.output.Terminal;
import io.headrace.pipeline.group.HeldOutAccuracy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The progress line: stage, step, reward, accuracy, tokens per second, staleness, time left, in
 * this order. If the output is not a terminal, it is written every {@link #INTERVAL}.
 */
public final class ProgressLine {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration REDRAW = Duration.ofMillis(250);

  private final Terminal terminal;
  private final Optional<Duration> budget;
  private final long started = System.nanoTime();
  private long written = Long.MIN_VALUE / 2;
  private Set<String> reported = Set.of();
  private String lastStandstill = "";

  /** Creates a progress line without the time left. */
  public ProgressLine(Terminal terminal) {
    this(terminal, Optional.empty());
  }

  /**
   * Creates a progress line with the time left.
   *
   * @param budget time limit of the run
   */
  public ProgressLine(Terminal terminal, Optional<Duration> budget) {
    this.terminal = terminal;
    this.budget = budget;
  }

  /**
   * Shows the progress, at most four times a second.
   *
   * @param standstill why the run makes no progress, empty while it does
   */
  public void show(DemoProgress progress, Optional<String> standstill) {
    long now = System.nanoTime();
    Duration pause = terminal.interactive() ? REDRAW : INTERVAL;
    if (now - written < pause.toNanos()) {
      return;
    }
    written = now;
    newProblems(progress).forEach(terminal::message);
    newStandstill(standstill).ifPresent(terminal::message);
    terminal.progress(text(progress, Duration.ofNanos(now - started), budget));
  }

  /** The problems of services that had none before; each is reported once while it lasts. */
  List<String> newProblems(DemoProgress progress) {
    List<String> lines =
        progress.problems().entrySet().stream()
            .filter(problem -> !reported.contains(problem.getKey()))
            .map(problem -> "problem     " + problem.getKey() + " " + problem.getValue())
            .toList();
    reported = progress.problems().keySet();
    return lines;
  }

  /** The reason why the run makes no progress, when it is new; numbers in it are not compared. */
  Optional<String> newStandstill(Optional<String> standstill) {
    String kind = standstill.map(reason -> reason.replaceAll("[0-9]", "")).orElse("");
    boolean isNew = !kind.isEmpty() && !kind.equals(lastStandstill);
    lastStandstill = kind;
    return isNew ? standstill.map(reason -> "stalled     " + reason) : Optional.empty();
  }

  static String text(DemoProgress progress, Duration elapsed, Optional<Duration> budget) {
    StringBuilder line = new StringBuilder();
    line.append(
        "%-16s step %-4d"
            .formatted(
                progress.position().map(at -> at.state().text()).orElse("starting"),
                progress.steps()));
    line.append(
        progress.reward().map(reward -> number("reward %.2f", reward)).orElse("reward  –  "));
    line.append(
        progress
            .latest()
            .map(
                latest ->
                    "  accuracy greedy %s sampled %s"
                        .formatted(
                            percent(HeldOutAccuracy.of(latest.getGreedy())),
                            percent(HeldOutAccuracy.of(latest.getSampled()))))
            .orElse("  accuracy –"));
    line.append(measured("  %,.0f tokens/s", "  – tokens/s", progress.totalTokensPerSecond()));
    line.append(measured("  staleness %.2f", "  staleness –", progress.staleness()));
    line.append("  %s elapsed".formatted(clock(elapsed)));
    budget.ifPresent(
        limit -> {
          Duration left = limit.minus(elapsed);
          line.append(
              ", at most %s left".formatted(clock(left.isNegative() ? Duration.ZERO : left)));
        });
    return line.toString();
  }

  private static String percent(Optional<Double> share) {
    return share.map(value -> number("%.3f", value)).orElse("–");
  }

  private static String measured(String format, String none, Optional<Double> value) {
    return value.map(known -> number(format, known)).orElse(none);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String clock(Duration time) {
    return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
