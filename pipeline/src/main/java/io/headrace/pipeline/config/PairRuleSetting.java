package io.headrace.pipeline.config;

import java.util.Locale;

/** How preference pairs are selected from a scored group. */
public enum PairRuleSetting {
  /** No pairs. */
  NONE,
  /** The response with the highest score over the one with the lowest. */
  BEST_WORST,
  /** The shortest correct response over longer ones (Kimi k1.5's long2short). */
  SHORTEST_CORRECT;

  /** Its name in settings: {@code best-worst}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
