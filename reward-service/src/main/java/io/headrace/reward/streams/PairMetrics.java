package io.headrace.reward.streams;

import io.headrace.reward.preference.NoPairReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;

/** The metrics of preference pairs and their names. Safe for all threads. */
public final class PairMetrics {

  /** Pairs written; tag {@code rule}. */
  public static final String PAIRS = "headrace_preference_pairs_total";

  /** Groups without a pair; tag {@code reason}. */
  public static final String GROUPS_WITHOUT_PAIR = "headrace_preference_groups_without_pair_total";

  /** Records written to the dead letters. */
  public static final String DEAD_LETTERS = "headrace_preference_dead_letters_total";

  private final MeterRegistry registry;
  private final Counter deadLetters;

  /** Registers the meters. */
  public PairMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.deadLetters = registry.counter(DEAD_LETTERS);
  }

  /** The metrics for a heartbeat: counts since the start of the process. */
  public Map<String, Double> snapshot() {
    return Map.of(PAIRS, sum(PAIRS), GROUPS_WITHOUT_PAIR, sum(GROUPS_WITHOUT_PAIR));
  }

  void countPairs(String rule, int pairs) {
    registry.counter(PAIRS, "rule", rule).increment(pairs);
  }

  void countGroupWithoutPair(NoPairReason reason) {
    String tag = reason.name().toLowerCase(Locale.ROOT);
    registry.counter(GROUPS_WITHOUT_PAIR, "reason", tag).increment();
  }

  void countDeadLetter() {
    deadLetters.increment();
  }

  private double sum(String counter) {
    return registry.find(counter).counters().stream().mapToDouble(Counter::count).sum();
  }
}
