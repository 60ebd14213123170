package io.headrace.console.view;

import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.pipeline.health.RunHealth;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.ScoredGroup;
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
 * Everything the console knows of one run: {@link #apply} takes the events of its topics, topic by
 * topic in any interleaving, and the other methods answer questions.
 *
 * <p>Its memory is bounded whatever the length of the run: curves keep at most some thousand
 * points, lists their newest entries, a trace its summary. Not for use by two threads at once.
 */
public final class RunView {
  private static final int JOURNAL = 5_000;
  private static final int STEPS = 1_000;
  private static final int EVALUATIONS = 500;

  private final String run;
  private RunState state = RunState.unknown();
  private final RunHealth health = new RunHealth(Instant.EPOCH);
  private final Tally tally = new Tally();
  private final Flows flows = new Flows();
  private final Services services = new Services();
  private final Catalogue catalogue = new Catalogue();
  private final Journal journal = new Journal(JOURNAL);
  private final Thinning<StepPoint> steps = new Thinning<>(STEPS, StepPoint::merge);
  private final Thinning<EvaluationPoint> evaluations =
      new Thinning<>(EVALUATIONS, (earlier, later) -> later);
  private final Recent<String, Boolean> evaluated = new Recent<>(EVALUATIONS);
  private final Map<Integer, Long> tracesFrom = new HashMap<>();
  private final TimeBuckets throughput = new TimeBuckets();
  private final RateWindow sampledTokens = new RateWindow();
  private final LearnerTime learnerTime = new LearnerTime();
  private Optional<StepPoint> lastStep = Optional.empty();
  private Optional<Instant> lastEventAt = Optional.empty();

  /**
   * An empty model.
   *
   * @param run the run's name, for the page's title
   */
  public RunView(String run) {
    this.run = run;
  }

  /**
   * Takes in one event. Kinds that the console does not show are counted and passed over.
   *
   * @param at the record's timestamp in the log
   */
  public void apply(Position position, Instant at, SpecificRecord event) {
    tally.records++;
    if (!(event instanceof Heartbeat)) {
      lastEventAt = lastEventAt.filter(known -> known.isAfter(at)).or(() -> Optional.of(at));
    }
    health.apply(event);
    switch (event) {
      case RunStarted started -> state = state.started(started);
      case PhaseChanged changed -> state = state.changed(changed);
      case CommandIssued asked -> state = state.asked(asked);
      case Heartbeat beat -> services.beat(beat);
      case GroupRequest request -> requested(request);
      case Trace trace -> sampled(position, trace);
      case Verdict verdict -> judged(position, verdict);
      case GroupOutcome group -> assembled(position, group);
      case ScoredGroup group -> assembled(position, GroupOutcomes.of(group)); // of old logs
      case StepCompleted step -> trained(position, step);
      case WeightsManifest weights -> published(position, weights);
      case EvaluationCompleted evaluation -> evaluated(position, evaluation);
      case DeadLetter letter -> givenUp(position, letter);
      default -> {} // weights chunks, demonstrations, and whatever a later version writes
    }
  }

  private void requested(GroupRequest event) {
    tally.requested(event.getNumber());
    flows.requested(event);
  }

  private void sampled(Position position, Trace event) {
    flows.sampled(event);
    tally.traces++;
    tally.sampledTokens += event.getTokens().size();
    int tokens = event.getTokens().size();
    sampledTokens.add(event.getFinishedAt(), tokens);
    throughput.add(TimeBuckets.Flow.SAMPLED_TOKENS, event.getFinishedAt(), tokens);
    throughput.add(TimeBuckets.Flow.TRACES, event.getFinishedAt(), 1);
    catalogue
        .add(TraceSummary.of(position, event))
        .ifPresent(summary -> journal.add(position, new Notice.Trace(summary)));
  }

  private void judged(Position position, Verdict event) {
    tally.add(event);
    flows.judged(event);
    catalogue.judge(event).ifPresent(summary -> journal.add(position, new Notice.Trace(summary)));
  }

  /**
   * Traces of a partition are read from an offset on; those before it are counted with their
   * groups.
   */
  public void readTracesFrom(int partition, long offset) {
    tracesFrom.put(partition, offset);
  }

  private void assembled(Position position, GroupOutcome event) {
    if (flows.isAssembled(event.getGroupId())) {
      return;
    }
    tally.add(event);
    flows.assembled(event);
    countUnread(event);
    throughput.add(TimeBuckets.Flow.GROUPS, event.getAssembledAt(), 1);
    catalogue
        .assemble(position, event)
        .forEach(summary -> journal.add(position, new Notice.Trace(summary)));
  }

  private void countUnread(GroupOutcome event) {
    long from = tracesFrom.getOrDefault(event.getTracesPartition(), 0L);
    for (SampleOutcome sample : event.getSamples()) {
      if (sample.getTraceOffset() >= 0 && sample.getTraceOffset() < from) {
        tally.addUnread(sample);
        Instant at = event.getAssembledAt();
        throughput.add(TimeBuckets.Flow.SAMPLED_TOKENS, at, sample.getTokens());
        throughput.add(TimeBuckets.Flow.TRACES, at, 1);
      }
    }
  }

  private void trained(Position position, StepCompleted event) {
    tally.steps++;
    tally.trainedTokens += event.getTrainedTokens();
    flows.trained(event, event.getSourceTopic().endsWith(".scored-groups"));
    learnerTime.add(event);
    throughput.add(
        TimeBuckets.Flow.TRAINED_TOKENS, event.getCompletedAt(), event.getTrainedTokens());
    StepPoint point = StepPoint.of(event, catalogue.rewards(event));
    steps.add(point);
    lastStep = Optional.of(point);
    journal.add(position, new Notice.Step(point));
  }

  private void published(Position position, WeightsManifest event) {
    tally.weightsVersions = Math.max(tally.weightsVersions, event.getVersion() + 1);
    WeightsPoint point = catalogue.add(position, event);
    journal.add(position, new Notice.Weights(point));
  }

  private void evaluated(Position position, EvaluationCompleted event) {
    if (evaluated.contains(event.getEvaluation())) {
      return;
    }
    evaluated.put(event.getEvaluation(), true);
    tally.evaluations++;
    long step = lastStep.map(StepPoint::step).orElse(0L);
    EvaluationPoint point = EvaluationPoint.of(event, catalogue.stepOf(event).orElse(step));
    evaluations.add(point);
    journal.add(position, new Notice.Evaluation(point));
  }

  private void givenUp(Position position, DeadLetter event) {
    tally.deadLetters++;
    DeadLetterSummary summary = catalogue.add(position, event);
    journal.add(position, new Notice.DeadLetter(summary));
  }

  /** The run's name. */
  public String run() {
    return run;
  }

  /** The run as it is at {@code now}. */
  public RunSnapshot snapshot(Instant now) {
    List<StageFlow> stages = flows.stages(services, now);
    return new RunSnapshot(
        run,
        state.startedAt(),
        state.headraceVersion(),
        state.phase(),
        state.phaseReason(),
        state.phaseSince(),
        state.asked(),
        state.paused(),
        lastStep,
        catalogue.newestWeights(),
        evaluations.last(),
        sampledTokens.perSecond(now),
        learnerTime.busyShare(),
        bottleneck(stages, now),
        stages,
        services.instances(now),
        tally.totals(),
        lastEventAt,
        now);
  }

  private Bottleneck bottleneck(List<StageFlow> stages, Instant now) {
    return state
        .standstill()
        .or(() -> fruitless(stages, now))
        .map(Bottleneck::none)
        .orElseGet(
            () ->
                learnerTime.supervised()
                    ? Bottleneck.supervised(stages.getLast(), learnerTime.busyShare())
                    : Bottleneck.of(stages, learnerTime.busyShare()));
  }

  /** A stage without a service is the cause of whatever follows from it. */
  private Optional<String> fruitless(List<StageFlow> stages, Instant now) {
    return stages.stream().anyMatch(stage -> stage.instances() == 0)
        ? Optional.empty()
        : health.fruitless(now).map(reason -> "The run stands still: " + reason + ".");
  }

  /** The effective configuration of the run as YAML; empty before RunStarted. */
  public String configuration() {
    return state.configuration();
  }

  /** Every curve. */
  public SeriesView series(Instant now) {
    return new SeriesView(
        steps.points(), evaluations.points(), throughput.width(), throughput.rates(now));
  }

  /** At most {@code limit} traces that pass, the newest first. */
  public List<TraceSummary> traces(TraceFilter filter, int limit) {
    return catalogue.traces(filter, limit);
  }

  /**
   * At most {@code limit} traces that pass and came before the one of that id, the newest first.
   * Nothing when that one left the list, for then all older ones did too.
   */
  public List<TraceSummary> tracesBefore(String traceId, TraceFilter filter, int limit) {
    return catalogue.tracesBefore(traceId, filter, limit);
  }

  /** A trace of the list. */
  public Optional<TraceSummary> trace(String traceId) {
    return catalogue.trace(traceId);
  }

  /** An assembled group. */
  public Optional<GroupSummary> group(String groupId) {
    return catalogue.group(groupId);
  }

  /** The published versions, the newest first. */
  public List<WeightsPoint> weights() {
    return catalogue.weights();
  }

  /** Where the newest published tokenizer is. */
  public Optional<TokenizerFile> tokenizer() {
    return catalogue.tokenizer();
  }

  /** The records that were given up, the newest first. */
  public List<DeadLetterSummary> deadLetters() {
    return catalogue.deadLetters();
  }

  /** What came since {@code cursor}. */
  public Changes changes(long cursor) {
    return Changes.of(journal.since(cursor));
  }

  /** A cursor at the present end. */
  public long cursor() {
    return journal.next();
  }

  /** The cursor right after the notice of that position; nothing when it is forgotten. */
  public Optional<Long> cursorAfter(Position position) {
    return journal.after(position);
  }
}
