package io.headrace.cli.demo;

import java.time.Duration;

/**
 * The time budget of a demo's run, so that the command, with the build of a fresh clone, ends
 * within six minutes.
 */
public final class TimeBudget {

  /** Time from the command's start to the end of training, before the last evaluation. */
  private static final Duration WHOLE = Duration.ofSeconds(335);

  /** Time budget of a run when nothing had to be built. */
  private static final Duration FULL = Duration.ofSeconds(320);

  private static final Duration LEAST = Duration.ofSeconds(200);

  private TimeBudget() {}

  /**
   * The setting of the run.
   *
   * @param spent time since the command was started
   */
  public static String setting(Duration spent) {
    long left = WHOLE.minus(spent).toSeconds();
    return "curriculum.time-budget=" + Math.clamp(left, LEAST.toSeconds(), FULL.toSeconds()) + "s";
  }
}
