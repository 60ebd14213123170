package io.headrace.cli.demo;

import java.time.Duration;

/**
 * The time that a demo's run has, so that the command ends within six minutes in all, the build of
 * a fresh clone included.
 */
public final class TimeBudget {

  /** From the command's start to the end of training; the last evaluation comes after it. */
  private static final Duration WHOLE = Duration.ofSeconds(335);

  /** What a run has when nothing had to be built. */
  private static final Duration FULL = Duration.ofSeconds(320);

  private static final Duration LEAST = Duration.ofSeconds(200);

  private TimeBudget() {}

  /**
   * The setting of the run.
   *
   * @param spent since the command began
   */
  public static String setting(Duration spent) {
    long left = WHOLE.minus(spent).toSeconds();
    return "curriculum.time-budget=" + Math.clamp(left, LEAST.toSeconds(), FULL.toSeconds()) + "s";
  }
}
