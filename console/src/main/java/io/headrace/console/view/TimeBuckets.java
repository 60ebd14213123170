package io.headrace.console.view;

import io.headrace.schemas.ThroughputState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Throughput over the whole run in at most {@link #CAPACITY} buckets. Their width starts at one
 * second and doubles when they are full. Not thread-safe.
 */
final class TimeBuckets {
  static final int CAPACITY = 600;

  /** A counted quantity. */
  enum Flow {
    SAMPLED_TOKENS,
    TRAINED_TOKENS,
    TRACES,
    GROUPS
  }

  /** One bucket: its start and its rates per second. */
  record Rates(Instant at, Map<Flow, Double> perSecond) {}

  private final TreeMap<Long, EnumMap<Flow, Double>> buckets = new TreeMap<>();
  private long widthSeconds = 1;

  void add(Flow flow, Instant at, long amount) {
    long start = Math.floorDiv(at.getEpochSecond(), widthSeconds) * widthSeconds;
    buckets
        .computeIfAbsent(start, _ -> new EnumMap<>(Flow.class))
        .merge(flow, (double) amount, Double::sum);
    while (buckets.size() > CAPACITY) {
      widen();
    }
  }

  private void widen() {
    widthSeconds *= 2;
    TreeMap<Long, EnumMap<Flow, Double>> wider = new TreeMap<>();
    buckets.forEach(
        (start, counts) -> {
          long wide = Math.floorDiv(start, widthSeconds) * widthSeconds;
          EnumMap<Flow, Double> sums = wider.computeIfAbsent(wide, _ -> new EnumMap<>(Flow.class));
          counts.forEach((flow, count) -> sums.merge(flow, count, Double::sum));
        });
    buckets.clear();
    buckets.putAll(wider);
  }

  List<ThroughputState> save() {
    List<ThroughputState> saved = new ArrayList<>();
    buckets.forEach(
        (start, counts) -> {
          Map<String, Double> byName = new HashMap<>();
          counts.forEach((flow, count) -> byName.put(flow.name(), count));
          saved.add(new ThroughputState(start, byName));
        });
    return saved;
  }

  /**
   * Restores saved buckets; leaves out flows that no longer exist.
   *
   * @param seconds width of the buckets
   */
  void restore(long seconds, List<ThroughputState> saved) {
    widthSeconds = Math.max(1, seconds);
    for (ThroughputState bucket : saved) {
      EnumMap<Flow, Double> counts = new EnumMap<>(Flow.class);
      for (Flow flow : Flow.values()) {
        Double count = bucket.getCounts().get(flow.name());
        if (count != null) {
          counts.put(flow, count);
        }
      }
      buckets.put(bucket.getSecond(), counts);
    }
  }

  Duration width() {
    return Duration.ofSeconds(widthSeconds);
  }

  /** The completed buckets, oldest first; the rate of an incomplete one would be too low. */
  List<Rates> rates(Instant now) {
    List<Rates> rates = new ArrayList<>();
    buckets
        .headMap(now.getEpochSecond() - widthSeconds, true)
        .forEach((start, counts) -> rates.add(rates(start, counts)));
    return rates;
  }

  private Rates rates(long start, Map<Flow, Double> counts) {
    EnumMap<Flow, Double> perSecond = new EnumMap<>(Flow.class);
    counts.forEach((flow, count) -> perSecond.put(flow, count / widthSeconds));
    return new Rates(Instant.ofEpochSecond(start), perSecond);
  }
}
