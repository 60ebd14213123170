package io.headrace.console.view;

import io.headrace.pipeline.health.RunHealth;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WeightsManifest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * State folded over the whole run, which can't be rebuilt from the newest records: counts, curves,
 * open groups. It is saved in and restored from a {@link ConsoleSnapshot}; each event counts once.
 * Its memory is bounded. Not thread-safe.
 */
final class History {
  private final String run;
  private final Map<String, Map<Integer, Long>> contained = new HashMap<>();
  private RunControl state = RunControl.unknown();
  private final RunHealth health = new RunHealth(Instant.EPOCH);
  private final RunCounters tally = new RunCounters();
  private final StageFlows flows = new StageFlows();
  private final SkippedTraces skippedTraces = new SkippedTraces();
  private final LearningCurves curves = new LearningCurves();
  private final TimeBuckets throughput = new TimeBuckets();
  private final RateWindow sampledTokens = new RateWindow();
  private final LearnerTime learnerTime = new LearnerTime();
  private Optional<Instant> lastEventAt = Optional.empty();

  History(String run) {
    this.run = run;
  }

  /** Restores the history up to the snapshot's positions. */
  History(String run, ConsoleSnapshot saved) {
    this(run);
    for (ReadPosition at : saved.getPositions()) {
      contained
          .computeIfAbsent(run + "." + at.getTopic(), _ -> new HashMap<>())
          .put(at.getPartition(), at.getNextOffset());
    }
    state = RunControl.restored(saved);
    health.restore(saved.getHealth());
    tally.restore(saved.getTotals());
    flows.restore(saved);
    skippedTraces.restore(saved.getPassedOver());
    curves.restore(saved);
    throughput.restore(saved.getThroughputSeconds(), saved.getThroughput());
    sampledTokens.restore(saved.getSampledTokens());
    learnerTime.restore(saved.getSpent());
    long newest = saved.getLastEventMillis();
    lastEventAt = newest < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(newest));
  }

  /** Writes the history to a snapshot. */
  void save(ConsoleSnapshot.Builder snapshot) {
    state.save(run, snapshot);
    flows.save(snapshot);
    curves.save(snapshot);
    snapshot
        .setTotals(tally.save())
        .setHealth(health.save())
        .setPassedOver(skippedTraces.save())
        .setThroughputSeconds(throughput.width().toSeconds())
        .setThroughput(throughput.save())
        .setSampledTokens(sampledTokens.save())
        .setSpent(learnerTime.save());
    lastEventAt.map(Instant::toEpochMilli).ifPresent(snapshot::setLastEventMillis);
  }

  /** Whether the record is contained in the restored snapshot. */
  boolean contains(Position position) {
    return position.offset() < nextOffset(position.topic(), position.partition());
  }

  private long nextOffset(String topic, int partition) {
    return contained.getOrDefault(topic, Map.of()).getOrDefault(partition, 0L);
  }

  /** Sets the offset from which traces of a partition are read; skipped ones count by group. */
  void readTracesFrom(String topic, int partition, long offset) {
    skippedTraces.add(partition, nextOffset(topic, partition), offset);
  }

  /** Counts an event of any type. */
  void count(Instant at, SpecificRecord event) {
    tally.records++;
    if (!(event instanceof Heartbeat)) {
      lastEventAt = lastEventAt.filter(known -> known.isAfter(at)).or(() -> Optional.of(at));
    }
    health.apply(event);
  }

  /** Applies a heartbeat that the restored snapshot has counted. */
  void applyCountedHeartbeat(Heartbeat beat) {
    health.apply(beat);
  }

  void started(RunStarted event) {
    state = state.started(event);
  }

  void moved(RunPosition next) {
    state = state.moved(next);
  }

  void asked(CommandIssued event) {
    state = state.asked(event);
  }

  void requested(GroupRequest event) {
    tally.requested(event.getNumber());
    flows.requested(event);
  }

  void sampled(Trace event) {
    flows.sampled(event);
    tally.traces++;
    tally.sampledTokens += event.getTokens().size();
    int tokens = event.getTokens().size();
    sampledTokens.add(event.getFinishedAt(), tokens);
    throughput.add(TimeBuckets.Flow.SAMPLED_TOKENS, event.getFinishedAt(), tokens);
    throughput.add(TimeBuckets.Flow.TRACES, event.getFinishedAt(), 1);
  }

  /** Applies a verdict; one on a skipped trace is counted with its group. */
  void scored(Position position, Verdict event) {
    if (!skippedTraces.contains(position.partition(), event.getTraceOffset())) {
      tally.add(event);
    }
    flows.scored(event);
  }

  /** Applies a group; returns whether it is new. */
  boolean assembled(GroupOutcome event) {
    if (flows.isAssembled(event.getGroupId())) {
      return false;
    }
    tally.add(event);
    flows.assembled(event);
    countSkipped(event);
    throughput.add(TimeBuckets.Flow.GROUPS, event.getAssembledAt(), 1);
    return true;
  }

  private void countSkipped(GroupOutcome event) {
    for (SampleOutcome sample : event.getSamples()) {
      if (skippedTraces.contains(event.getTracesPartition(), sample.getTraceOffset())) {
        tally.addUnread(sample);
        Instant at = event.getAssembledAt();
        throughput.add(TimeBuckets.Flow.SAMPLED_TOKENS, at, sample.getTokens());
        throughput.add(TimeBuckets.Flow.TRACES, at, 1);
      }
    }
  }

  /**
   * Applies a step.
   *
   * @param rewards percentiles of its groups' mean rewards
   */
  StepPoint trained(StepCompleted event, PercentileBand rewards) {
    tally.steps++;
    tally.trainedTokens += event.getTrainedTokens();
    flows.trained(event, event.getSourceTopic().endsWith(".scored-groups"));
    learnerTime.add(event);
    throughput.add(
        TimeBuckets.Flow.TRAINED_TOKENS, event.getCompletedAt(), event.getTrainedTokens());
    return curves.add(event, rewards);
  }

  void published(WeightsManifest event) {
    tally.weightsVersions = Math.max(tally.weightsVersions, event.getVersion() + 1);
  }

  /**
   * Applies an evaluation; empty when it was applied before.
   *
   * @param step the step that made its weights; empty when unknown
   */
  Optional<EvaluationPoint> evaluated(EvaluationCompleted event, Optional<Long> step) {
    Optional<EvaluationPoint> point = curves.add(event, step);
    tally.evaluations += point.isPresent() ? 1 : 0;
    return point;
  }

  void addDeadLetter() {
    tally.deadLetters++;
  }

  RunControl state() {
    return state;
  }

  RunHealth health() {
    return health;
  }

  LearnerTime learnerTime() {
    return learnerTime;
  }

  LearningCurves curves() {
    return curves;
  }

  Optional<Instant> lastEventAt() {
    return lastEventAt;
  }

  double sampledTokensPerSecond(Instant now) {
    return sampledTokens.perSecond(now);
  }

  Totals totals() {
    return tally.totals();
  }

  List<StageFlow> stages(ServiceInstances services, Instant now) {
    return flows.stages(services, now);
  }

  SeriesView series(Instant now) {
    return new SeriesView(
        curves.steps(), curves.evaluations(), throughput.width(), throughput.rates(now));
  }
}
