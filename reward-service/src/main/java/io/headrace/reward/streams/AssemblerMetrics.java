package io.headrace.reward.streams;

import io.headrace.reward.assembly.GroupDecision.Ignore;
import io.headrace.schemas.ScoredGroup;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The assembler's metrics and the names of its metrics. Safe for all threads. */
public final class AssemblerMetrics {

  /** Events read, duplicates included, tag {@code event}. */
  public static final String EVENTS = "headrace_assembler_events_total";

  /** Groups emitted, tags {@code purpose} and {@code status}. */
  public static final String GROUPS = "headrace_assembler_groups_total";

  /** Events that changed nothing, tag {@code reason}. */
  public static final String IGNORED = "headrace_assembler_ignored_events_total";

  /** Records that went to the dead letters. */
  public static final String DEAD_LETTERS = "headrace_assembler_dead_letters_total";

  /** Groups that are gathering events now. */
  public static final String OPEN_GROUPS = "headrace_assembler_open_groups";

  /** Age of the oldest of them. */
  public static final String OLDEST_OPEN = "headrace_assembler_oldest_open_seconds";

  /** From a group's request to its assembly. */
  public static final String ASSEMBLY = "headrace_assembler_assembly_seconds";

  /** Groups emitted a second, over the time between two looks. */
  public static final String GROUPS_PER_SECOND = "headrace_assembler_groups_per_second";

  private record Gathering(int groups, Optional<Instant> oldest) {}

  /** The metrics were asked for; only looks a while apart make a rate. */
  private record Look(Instant at, long groups, double groupsPerSecond) {

    private static final Duration APART = Duration.ofMillis(500);

    Look next(Instant now, long groupsNow) {
      Duration passed = Duration.between(at, now);
      return passed.compareTo(APART) < 0
          ? this
          : new Look(now, groupsNow, (groupsNow - groups) * 1e3 / passed.toMillis());
    }
  }

  private final MeterRegistry registry;
  private final Clock clock;
  private final Counter deadLetters;
  private final Timer assembly;
  private final Map<Integer, Gathering> gathering = new ConcurrentHashMap<>();
  private final AtomicReference<Look> lastLook;

  /** Registers the meters. */
  public AssemblerMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    deadLetters = registry.counter(DEAD_LETTERS);
    assembly = registry.timer(ASSEMBLY);
    lastLook = new AtomicReference<>(new Look(clock.instant(), 0, 0));
    registry.gauge(OPEN_GROUPS, this, AssemblerMetrics::openGroups);
    registry.gauge(OLDEST_OPEN, this, AssemblerMetrics::oldestOpenSeconds);
  }

  /** The metrics for a heartbeat; a rate is over the time since the metrics were last asked for. */
  public Map<String, Double> snapshot() {
    Look look = lastLook.updateAndGet(last -> last.next(clock.instant(), assembly.count()));
    return Map.of(
        OPEN_GROUPS,
        openGroups(),
        OLDEST_OPEN,
        oldestOpenSeconds(),
        GROUPS_PER_SECOND,
        look.groupsPerSecond());
  }

  void read(String event) {
    registry.counter(EVENTS, "event", event).increment();
  }

  void ignored(Ignore.Reason reason) {
    registry.counter(IGNORED, "reason", lower(reason)).increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void emitted(ScoredGroup group) {
    String purpose = lower(group.getPurpose());
    registry.counter(GROUPS, "purpose", purpose, "status", lower(group.getStatus())).increment();
    assembly.record(Duration.between(group.getRequestedAt(), group.getAssembledAt()));
  }

  /** Tells which groups of a partition are gathering. */
  void gathering(int partition, OpenGroups open) {
    gathering.put(partition, new Gathering(open.count(), open.oldest()));
  }

  /** Tells that a partition is no longer assembled here. */
  void left(int partition) {
    gathering.remove(partition);
  }

  private double openGroups() {
    return gathering.values().stream().mapToInt(Gathering::groups).sum();
  }

  private double oldestOpenSeconds() {
    return gathering.values().stream()
        .flatMap(partition -> partition.oldest().stream())
        .min(Comparator.naturalOrder())
        .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1e3)
        .orElse(0.0);
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
