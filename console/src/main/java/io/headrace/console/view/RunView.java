package io.headrace.console.view;

import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WeightsManifest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The console's read model of one run: {@link #apply} applies the events of its topics, in order
 * within a topic and in any interleaving of topics; the other methods are queries.
 *
 * <p>Its memory is bounded for a run of any length: curves keep at most some thousand points, lists
 * only the newest entries, and traces only a summary. Not thread-safe.
 */
public final class RunView {
  private static final int NOTICES = 5_000;

  private final String run;
  private final History history;
  private final ServiceInstances services = new ServiceInstances();
  private final NewestItems items = new NewestItems();
  private final NoticeBuffer notices = new NoticeBuffer(NOTICES);

  /**
   * An empty model.
   *
   * @param run the run's name, for the page's title
   */
  public RunView(String run) {
    this.run = run;
    this.history = new History(run);
  }

  /**
   * A model restored from a snapshot's counts and curves. Records that the snapshot contains only
   * refill the lists of the newest traces, groups, versions, dead letters and instances.
   *
   * @throws RuntimeException when the snapshot is inconsistent
   */
  public RunView(String run, ConsoleSnapshot saved) {
    this.run = run;
    this.history = new History(run, saved);
  }

  /**
   * A snapshot of the model's counts and curves.
   *
   * @param positions offset after the last applied record of each partition
   */
  public ConsoleSnapshot save(long number, List<ReadPosition> positions, Instant now) {
    ConsoleSnapshot.Builder snapshot =
        ConsoleSnapshot.newBuilder()
            .setRun(run)
            .setNumber(number)
            .setPositions(positions)
            .setTakenAt(now);
    history.save(snapshot);
    return snapshot.build();
  }

  /**
   * Applies one event. Events of types that the console does not show are only counted.
   *
   * @param at the record's timestamp in the log
   */
  public void apply(Position position, Instant at, SpecificRecord event) {
    if (event instanceof Heartbeat beat) {
      services.beat(beat);
    }
    if (history.contains(position)) {
      addToLists(position, event);
      return;
    }
    history.count(at, event);
    switch (event) {
      case RunStarted started -> history.started(started);
      case StageStarted _, PhaseChanged _ -> RunPosition.of(event).ifPresent(history::moved);
      case CommandIssued asked -> history.asked(asked);
      case GroupRequest request -> history.requested(request);
      case Trace trace -> sampled(position, trace);
      case Verdict verdict -> scored(position, verdict);
      case GroupOutcome group -> assembled(position, group);
      case ScoredGroup group -> assembled(position, GroupOutcomes.of(group)); // in old logs
      case StepCompleted step -> trained(position, step);
      case WeightsManifest weights -> published(position, weights);
      case EvaluationCompleted evaluation -> evaluated(position, evaluation);
      case DeadLetter letter -> deadLettered(position, letter);
      default -> {} // weights chunks, demonstrations, and events of later versions
    }
  }

  /** Adds an event to the lists that the restored snapshot has counted. */
  private void addToLists(Position position, SpecificRecord event) {
    switch (event) {
      case Heartbeat beat -> history.applyCountedHeartbeat(beat);
      case Trace trace -> items.add(TraceSummary.of(position, trace));
      case Verdict verdict -> items.verdict(verdict);
      case GroupOutcome group -> items.assemble(position, group);
      case ScoredGroup group -> items.assemble(position, GroupOutcomes.of(group));
      case WeightsManifest weights -> items.add(position, weights);
      case DeadLetter letter -> items.add(position, letter);
      default -> {} // only shown in counts and curves
    }
  }

  /**
   * Sets the offset from which traces of a partition are read; those before it are counted with
   * their groups.
   */
  public void readTracesFrom(String topic, int partition, long offset) {
    history.readTracesFrom(topic, partition, offset);
  }

  private void sampled(Position position, Trace event) {
    history.sampled(event);
    items
        .add(TraceSummary.of(position, event))
        .ifPresent(summary -> notices.add(position, new Notice.Trace(summary)));
  }

  private void scored(Position position, Verdict event) {
    history.scored(position, event);
    items.verdict(event).ifPresent(summary -> notices.add(position, new Notice.Trace(summary)));
  }

  private void assembled(Position position, GroupOutcome event) {
    if (history.assembled(event)) {
      items
          .assemble(position, event)
          .forEach(summary -> notices.add(position, new Notice.Trace(summary)));
    }
  }

  private void trained(Position position, StepCompleted event) {
    StepPoint point = history.trained(event, items.rewards(event));
    notices.add(position, new Notice.Step(point));
  }

  private void published(Position position, WeightsManifest event) {
    history.published(event);
    notices.add(position, new Notice.Weights(items.add(position, event)));
  }

  private void evaluated(Position position, EvaluationCompleted event) {
    history
        .evaluated(event, items.stepOf(event))
        .ifPresent(point -> notices.add(position, new Notice.Evaluation(point)));
  }

  private void deadLettered(Position position, DeadLetter event) {
    history.addDeadLetter();
    notices.add(position, new Notice.DeadLetter(items.add(position, event)));
  }

  /** The run's name. */
  public String run() {
    return run;
  }

  /** The state of the run at {@code now}. */
  public RunSnapshot snapshot(Instant now) {
    RunControl state = history.state();
    List<StageFlow> stages = history.stages(services, now);
    return new RunSnapshot(
        run,
        state.startedAt(),
        state.headraceVersion(),
        state.plan(),
        state.position().flatMap(RunPosition::stage),
        state
            .position()
            .flatMap(at -> at.state() instanceof End end ? Optional.of(end) : Optional.empty()),
        state.position().map(RunPosition::reason).orElse(""),
        state.position().map(RunPosition::since),
        state.asked(),
        state.paused(),
        history.curves().lastStep(),
        items.newestWeights(),
        history.curves().lastEvaluation(),
        history.sampledTokensPerSecond(now),
        history.learnerTime().busyShare(),
        bottleneck(stages, now),
        stages,
        services.instances(now),
        history.totals(),
        history.lastEventAt(),
        now);
  }

  private Bottleneck bottleneck(List<StageFlow> stages, Instant now) {
    LearnerTime learnerTime = history.learnerTime();
    return history
        .state()
        .standstill()
        .or(() -> unusableGroups(stages, now))
        .map(Bottleneck::none)
        .orElseGet(
            () ->
                learnerTime.isSupervised()
                    ? Bottleneck.supervised(stages.getLast(), learnerTime.busyShare())
                    : Bottleneck.of(stages, learnerTime.busyShare()));
  }

  /** Why the groups are unusable; empty when a stage without a service explains that. */
  private Optional<String> unusableGroups(List<StageFlow> stages, Instant now) {
    return stages.stream().anyMatch(stage -> stage.instances() == 0)
        ? Optional.empty()
        : history
            .health()
            .unusableGroups(now)
            .map(reason -> "The run stands still: " + reason + ".");
  }

  /** The effective configuration of the run as YAML; empty before RunStarted. */
  public String configuration() {
    return history.state().configuration();
  }

  /** All curves. */
  public SeriesView series(Instant now) {
    return history.series(now);
  }

  /** At most {@code limit} traces that pass the filter, newest first. */
  public List<TraceSummary> traces(TraceFilter filter, int limit) {
    return items.traces(filter, limit);
  }

  /**
   * At most {@code limit} traces that pass the filter and are older than the one with the id,
   * newest first. Empty when that one was evicted from the list, since all older ones were too.
   */
  public List<TraceSummary> tracesBefore(String traceId, TraceFilter filter, int limit) {
    return items.tracesBefore(traceId, filter, limit);
  }

  /** A trace in the list. */
  public Optional<TraceSummary> trace(String traceId) {
    return items.trace(traceId);
  }

  /** An assembled group. */
  public Optional<GroupSummary> group(String groupId) {
    return items.group(groupId);
  }

  /** The published versions, newest first. */
  public List<WeightsPoint> weights() {
    return items.weights();
  }

  /** The location of the newest published tokenizer. */
  public Optional<TokenizerLocation> tokenizer() {
    return items.tokenizer();
  }

  /** Dead-lettered records, newest first. */
  public List<DeadLetterSummary> deadLetters() {
    return items.deadLetters();
  }

  /** The changes since {@code cursor}. */
  public ViewChanges changes(long cursor) {
    return ViewChanges.of(notices.since(cursor));
  }

  /** A cursor after the newest change. */
  public long cursor() {
    return notices.next();
  }

  /** The cursor after the change at that position; empty when it was evicted. */
  public Optional<Long> cursorAfter(Position position) {
    return notices.after(position);
  }
}
