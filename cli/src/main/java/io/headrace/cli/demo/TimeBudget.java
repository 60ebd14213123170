package io.headrace.cli.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * The time that a demo's run has, so that the command ends within six minutes in all, the build of
 * a fresh clone included.
 */
public final class TimeBudget {

  /** From the command's start to the end of training; the last evaluation comes after it. */
  private static final Duration WHOLE = Duration.ofSeconds(325);

  /** What a run has when nothing had to be built: the default of {@code curriculum.time-budget}. */
  private static final Duration FULL = Duration.ofSeconds(280);

  private static final Duration LEAST = Duration.ofSeconds(200);

  private TimeBudget() {}

  /**
   * The setting of the run, or nothing where the default fits.
   *
   * @param spent since the command began
   */
  public static Optional<String> setting(Duration spent) {
    Duration left = WHOLE.minus(spent);
    Duration budget = left.compareTo(LEAST) < 0 ? LEAST : left;
    return budget.compareTo(FULL) < 0
        ? Optional.of("curriculum.time-budget=" + budget.toSeconds() + "s")
        : Optional.empty();
  }
}
