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
 * Everything the console knows of one run: {@link #apply} takes the events of its topics, topic by
 * topic in any interleaving, and the other methods answer questions.
 *
 * <p>Its memory is bounded whatever the length of the run: curves keep at most some thousand
 * points, lists their newest entries, a trace its summary. Not for use by two threads at once.
 */
public final class RunView {
  private static final int JOURNAL = 5_000;

  private final String run;
  private final History history;
  private final ServiceInstances services = new ServiceInstances();
  private final NewestItems catalogue = new NewestItems();
  private final NoticeBuffer journal = new NoticeBuffer(JOURNAL);

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
   * A model that holds what a snapshot has counted and drawn. Records that the snapshot contains
   * only fill the lists of the newest traces, groups, versions, dead letters and instances again.
   *
   * @throws RuntimeException when the snapshot contradicts itself
   */
  public RunView(String run, ConsoleSnapshot saved) {
    this.run = run;
    this.history = new History(run, saved);
  }

  /**
   * What the model has counted and drawn.
   *
   * @param positions how far each partition was applied
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
   * Takes in one event. Kinds that the console does not show are counted and passed over.
   *
   * @param at the record's timestamp in the log
   */
  public void apply(Position position, Instant at, SpecificRecord event) {
    if (event instanceof Heartbeat beat) {
      services.beat(beat);
    }
    if (history.contains(position)) {
      list(position, event);
      return;
    }
    history.count(at, event);
    switch (event) {
      case RunStarted started -> history.started(started);
      case StageStarted _, PhaseChanged _ -> RunPosition.of(event).ifPresent(history::moved);
      case CommandIssued asked -> history.asked(asked);
      case GroupRequest request -> history.requested(request);
      case Trace trace -> sampled(position, trace);
      case Verdict verdict -> judged(position, verdict);
      case GroupOutcome group -> assembled(position, group);
      case ScoredGroup group -> assembled(position, GroupOutcomes.of(group)); // of old logs
      case StepCompleted step -> trained(position, step);
      case WeightsManifest weights -> published(position, weights);
      case EvaluationCompleted evaluation -> evaluated(position, evaluation);
      case DeadLetter letter -> deadLettered(position, letter);
      default -> {} // weights chunks, demonstrations, and whatever a later version writes
    }
  }

  /** Fills the lists with an event that is counted already. */
  private void list(Position position, SpecificRecord event) {
    switch (event) {
      case Heartbeat beat -> history.hear(beat);
      case Trace trace -> catalogue.add(TraceSummary.of(position, trace));
      case Verdict verdict -> catalogue.judge(verdict);
      case GroupOutcome group -> catalogue.assemble(position, group);
      case ScoredGroup group -> catalogue.assemble(position, GroupOutcomes.of(group));
      case WeightsManifest weights -> catalogue.add(position, weights);
      case DeadLetter letter -> catalogue.add(position, letter);
      default -> {} // shown by counts and curves alone
    }
  }

  /**
   * Says that traces of a partition are read from an offset on; those before it are counted with
   * their groups.
   */
  public void readTracesFrom(String topic, int partition, long offset) {
    history.readTracesFrom(topic, partition, offset);
  }

  private void sampled(Position position, Trace event) {
    history.sampled(event);
    catalogue
        .add(TraceSummary.of(position, event))
        .ifPresent(summary -> journal.add(position, new Notice.Trace(summary)));
  }

  private void judged(Position position, Verdict event) {
    history.judged(position, event);
    catalogue.judge(event).ifPresent(summary -> journal.add(position, new Notice.Trace(summary)));
  }

  private void assembled(Position position, GroupOutcome event) {
    if (history.assembled(event)) {
      catalogue
          .assemble(position, event)
          .forEach(summary -> journal.add(position, new Notice.Trace(summary)));
    }
  }

  private void trained(Position position, StepCompleted event) {
    StepPoint point = history.trained(event, catalogue.rewards(event));
    journal.add(position, new Notice.Step(point));
  }

  private void published(Position position, WeightsManifest event) {
    history.published(event);
    journal.add(position, new Notice.Weights(catalogue.add(position, event)));
  }

  private void evaluated(Position position, EvaluationCompleted event) {
    history
        .evaluated(event, catalogue.stepOf(event))
        .ifPresent(point -> journal.add(position, new Notice.Evaluation(point)));
  }

  private void deadLettered(Position position, DeadLetter event) {
    history.addDeadLetter();
    journal.add(position, new Notice.DeadLetter(catalogue.add(position, event)));
  }

  /** The run's name. */
  public String run() {
    return run;
  }

  /** The run as it is at {@code now}. */
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
        catalogue.newestWeights(),
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
        : history.health().fruitless(now).map(reason -> "The run stands still: " + reason + ".");
  }

  /** The effective configuration of the run as YAML; empty before RunStarted. */
  public String configuration() {
    return history.state().configuration();
  }

  /** Every curve. */
  public SeriesView series(Instant now) {
    return history.series(now);
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
  public Optional<TokenizerLocation> tokenizer() {
    return catalogue.tokenizer();
  }

  /** The records that were given up, the newest first. */
  public List<DeadLetterSummary> deadLetters() {
    return catalogue.deadLetters();
  }

  /** What came since {@code cursor}. */
  public ViewChanges changes(long cursor) {
    return ViewChanges.of(journal.since(cursor));
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
