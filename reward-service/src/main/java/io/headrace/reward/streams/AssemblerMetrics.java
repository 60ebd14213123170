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

/** The assembler's metrics and their names. Safe for all threads. */
public final class AssemblerMetrics {

  /** Events read, including duplicates; tag {@code event}. */
  public static final String EVENTS = "headrace_assembler_events_total";

  /** Groups emitted; tags {@code purpose} and {@code status}. */
  public static final String GROUPS = "headrace_assembler_groups_total";

  /** Events ignored; tag {@code reason}. */
  public static final String IGNORED = "headrace_assembler_ignored_events_total";

  /** Records written to the dead letters. */
  public static final String DEAD_LETTERS = "headrace_assembler_dead_letters_total";

  /** Open groups. */
  public static final String OPEN_GROUPS = "headrace_assembler_open_groups";

  /** Age of the oldest open group. */
  public static final String OLDEST_OPEN = "headrace_assembler_oldest_open_seconds";

  /** Time from a group's request to its assembly. */
  public static final String ASSEMBLY = "headrace_assembler_assembly_seconds";

  /** Groups emitted per second, over the time between two heartbeats. */
  public static final String GROUPS_PER_SECOND = "headrace_assembler_groups_per_second";

  private record OpenGroupCount(int groups, Optional<Instant> oldest) {}

  /** The count of groups at one time; a rate is computed only over a minimum interval. */
  private record RateSample(Instant at, long groups, double groupsPerSecond) {

    private static final Duration MIN_INTERVAL = Duration.ofMillis(500);

    RateSample next(Instant now, long groupsNow) {
      Duration passed = Duration.between(at, now);
      return passed.compareTo(MIN_INTERVAL) < 0
          ? this
          : new RateSample(now, groupsNow, (groupsNow - groups) * 1e3 / passed.toMillis());
    }
  }

  private final MeterRegistry registry;
  private final Clock clock;
  private final Counter deadLetters;
  private final Timer assembly;
  private final Map<Integer, OpenGroupCount> openByPartition = new ConcurrentHashMap<>();
  private final AtomicReference<RateSample> lastSample;

  /** Registers the meters. */
  public AssemblerMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    deadLetters = registry.counter(DEAD_LETTERS);
    assembly = registry.timer(ASSEMBLY);
    lastSample = new AtomicReference<>(new RateSample(clock.instant(), 0, 0));
    registry.gauge(OPEN_GROUPS, this, AssemblerMetrics::openGroups);
    registry.gauge(OLDEST_OPEN, this, AssemblerMetrics::oldestOpenSeconds);
  }

  /** The metrics for a heartbeat; the rate is over the time since the last call. */
  public Map<String, Double> snapshot() {
    RateSample sample =
        lastSample.updateAndGet(last -> last.next(clock.instant(), assembly.count()));
    return Map.of(
        OPEN_GROUPS,
        openGroups(),
        OLDEST_OPEN,
        oldestOpenSeconds(),
        GROUPS_PER_SECOND,
        sample.groupsPerSecond());
  }

  void countEvent(String event) {
    registry.counter(EVENTS, "event", event).increment();
  }

  void countIgnored(Ignore.Reason reason) {
    registry.counter(IGNORED, "reason", lower(reason)).increment();
  }

  void countDeadLetter() {
    deadLetters.increment();
  }

  void countGroup(ScoredGroup group) {
    String purpose = lower(group.getPurpose());
    registry.counter(GROUPS, "purpose", purpose, "status", lower(group.getStatus())).increment();
    assembly.record(Duration.between(group.getRequestedAt(), group.getAssembledAt()));
  }

  /** Sets the open groups of a partition. */
  void setOpenGroups(int partition, OpenGroupAges open) {
    openByPartition.put(partition, new OpenGroupCount(open.count(), open.oldest()));
  }

  /** Removes a partition that is no longer assigned to this process. */
  void removePartition(int partition) {
    openByPartition.remove(partition);
  }

  private double openGroups() {
    return openByPartition.values().stream().mapToInt(OpenGroupCount::groups).sum();
  }

  private double oldestOpenSeconds() {
    return openByPartition.values().stream()
        .flatMap(partition -> partition.oldest().stream())
        .min(Comparator.naturalOrder())
        .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1e3)
        .orElse(0.0);
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
