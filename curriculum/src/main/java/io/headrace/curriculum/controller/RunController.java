package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.curriculum.task.TaskPools;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.Demonstration;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Takes a run through the stages of its plan: decide → append to the log → apply.
 *
 * <p>{@link #decide} changes nothing: it returns the events to write next, in one transaction. Only
 * {@link #apply} changes the state, both live and when the state is rebuilt from the log. The state
 * depends on the order of events within a topic, and not on how topics interleave, as long as a
 * request is applied before its group's outcome.
 *
 * <p>Not thread-safe; has no clock, time is passed in.
 */
public final class RunController {

  /** Time after which a missing answer of the learner is reported. */
  private static final Duration LEARNER_PATIENCE = Duration.ofSeconds(30);

  private final ControllerSettings settings;
  private final Instant opened;
  private final TaskPools pools;
  private final List<CurriculumTask> demonstrated;
  private final StageRules rules;
  private final TrainingGrants grants;
  private final RunProgress progress;
  private final GroupRequests requests;
  private final RolloutScheduler scheduler;
  private final EvaluationTracker evaluations = new EvaluationTracker();
  private final EvaluationSchedule schedule;

  /**
   * A controller of a run without events.
   *
   * @param supply the tasks, the same at every start of the run
   * @param opened when this process opened the run
   */
  public RunController(ControllerSettings settings, TaskSupply supply, Instant opened) {
    this.settings = settings;
    this.opened = opened;
    this.pools = supply.pools();
    this.demonstrated = supply.demonstrated();
    this.progress = new RunProgress(settings.run(), settings.plan(), opened);
    this.rules = new StageRules(settings.plan(), settings.timeBudget(), demonstrated.size());
    this.grants = new TrainingGrants(settings.run(), settings.plan());
    this.requests = new GroupRequests(settings);
    this.scheduler = new RolloutScheduler(settings);
    this.schedule = new EvaluationSchedule(settings.evaluations().everyVersions());
  }

  /** Applies an event of the log. */
  public void apply(RunEvent event) {
    switch (event) {
      case RunEvent.Started(var start) -> progress.apply(start);
      case RunEvent.PositionChanged(RunPosition next) -> progress.apply(next);
      case RunEvent.Granted(var grant) -> progress.apply(grant);
      case RunEvent.LearnerHalted(var stopped) -> progress.apply(stopped);
      case RunEvent.Commanded(var command) -> progress.apply(command);
      case RunEvent.Demonstrated _ -> {}
      case RunEvent.Requested(GroupRequest request) -> applyRequest(request);
      case RunEvent.GroupAssembled(GroupOutcome group) -> applyOutcome(group);
      case RunEvent.Evaluated(EvaluationCompleted result) -> evaluations.apply(result);
      case RunEvent.Stepped(var step) -> {
        progress.apply(step);
        scheduler.apply(step);
      }
    }
  }

  /**
   * The events to write next, in one transaction; empty when nothing is to be written. Call it
   * again after applying them: it makes one decision at a time.
   *
   * <p>A stage or end state that follows from an evaluation is decided before the evaluation's
   * result is written. So a reader of the result finds it on the log.
   */
  public List<RunEvent> decide(Instant now) {
    if (!progress.isStarted()) {
      return List.of();
    }
    if (progress.position().isEmpty()) {
      return enter(rules.first(), now);
    }
    Optional<EvaluationCompleted> over = evaluations.over(settings.run(), overdue(now), now);
    return rules
        .next(progress, evaluations, over, now)
        .map(change -> enter(change, now))
        .or(() -> over.map(result -> List.of(new RunEvent.Evaluated(result))))
        .or(
            () ->
                grants
                    .next(progress, evaluations, now)
                    .map(grant -> List.of(new RunEvent.Granted(grant))))
        .orElseGet(() -> nextRequests(now));
  }

  /** A summary of the run. */
  public RunSummary summary(Instant now) {
    return new RunSummary(
        progress.position(),
        progress.stageNumber(),
        settings.plan().stages().size(),
        progress.isPaused(),
        progress.newestVersion(),
        progress.trainingSteps(),
        requests.next(),
        scheduler.ledger().running(overdue(now)),
        scheduler.ledger().running(overdue(now)) + evaluations.pending(),
        scheduler.waiting(progress),
        scheduler.capacity(progress, requests.lastAsked(), overdue(now), now),
        Math.toIntExact(evaluations.completedCount()),
        scheduler.rates().measured(),
        progress.position().map(at -> problem(at, now)).orElse(""));
  }

  /**
   * The time with which groups' deadlines are compared. While the run was down no group could be
   * assembled, so none is overdue until this process has had the run open for the group limit.
   */
  private Instant overdue(Instant now) {
    return now.isBefore(opened.plus(settings.groups().limit())) ? Instant.EPOCH : now;
  }

  private String problem(RunPosition at, Instant now) {
    boolean waitsForLearner =
        at.state() == End.FINISHING
            && progress.halted().isEmpty()
            && now.isAfter(at.since().plus(LEARNER_PATIENCE));
    return waitsForLearner
        ? "[run=%s] training ended %d s ago and the learner has not answered with its last version; it answers after the step in progress, so start it if it is not running"
            .formatted(settings.run(), Duration.between(at.since(), now).toSeconds())
        : at.isIn(StageKind.RL) ? scheduler.problem(progress) : "";
  }

  /**
   * The state for the log, as a snapshot of one part. Its size depends on the number of tasks, of
   * groups that no step has taken, and of a few evaluations, and not on the length of the run.
   *
   * @param number number of the snapshot
   */
  public CurriculumSnapshot snapshot(long number, Instant now) {
    return snapshots().write(settings.run(), number, now);
  }

  /** Restores the state of a snapshot of one part; only before the first event is applied. */
  public void restore(CurriculumSnapshot snapshot) {
    snapshots().restore(snapshot);
  }

  private ControllerSnapshots snapshots() {
    return new ControllerSnapshots(progress, requests, scheduler, evaluations);
  }

  /**
   * Tasks that the run requested earlier and that are not among its tasks now, sorted: their files
   * or ids changed. Their success rates are not used.
   */
  public SortedSet<String> missingTasks() {
    SortedSet<String> missing = new TreeSet<>(requests.timesAsked().keySet());
    missing.addAll(scheduler.rates().seen().keySet());
    pools.train().forEach(task -> missing.remove(task.id()));
    pools.heldOut().forEach(task -> missing.remove(task.id()));
    return missing;
  }

  /** The state as comparable values. */
  public ControllerState state(Instant now) {
    return new ControllerState(
        summary(now),
        requests.timesAsked(),
        scheduler.ledger().unanswered(),
        scheduler.ledger().waitingGroups(),
        scheduler.rates().seen(),
        evaluations.started(),
        evaluations.results());
  }

  private void applyRequest(GroupRequest request) {
    requests.apply(request);
    if (request.getPurpose() == Purpose.EVALUATION) {
      evaluations.apply(request);
    } else {
      scheduler.apply(request);
    }
  }

  private void applyOutcome(GroupOutcome group) {
    if (group.getPurpose() == Purpose.EVALUATION) {
      evaluations.apply(group);
    } else {
      scheduler.apply(group);
    }
  }

  /**
   * The demonstrations and the first supervised stage are written in one transaction, so a reader
   * of the stage finds all demonstrations.
   */
  private List<RunEvent> enter(StageRules.Change change, Instant now) {
    List<RunEvent> events = new ArrayList<>();
    if (change.to() instanceof InStage stage
        && stage.is(StageKind.SFT)
        && !progress.hasEntered(StageKind.SFT)) {
      for (CurriculumTask task : demonstrated) {
        events.add(
            new RunEvent.Demonstrated(
                new Demonstration(
                    settings.run(),
                    task.task(),
                    task.demonstration().orElseThrow(),
                    task.source())));
      }
    }
    events.add(
        new RunEvent.PositionChanged(
            new RunPosition(
                change.to(), change.reason(), progress.newestVersion(), change.evaluation(), now)));
    return events;
  }

  private List<RunEvent> nextRequests(Instant now) {
    RunPosition at = progress.position().orElseThrow();
    if (progress.isPaused() && at.state() != End.FINISHING) {
      return List.of();
    }
    Optional<EvaluationId> due =
        evaluations.isOneOpen()
            ? Optional.empty()
            : schedule.due(at.state(), progress, evaluations);
    if (due.isPresent()) {
      int tasks = Math.min(settings.evaluations().tasks(), pools.heldOut().size());
      return requests.evaluation(due.get(), pools.heldOut().subList(0, tasks), now);
    }
    return at.isIn(StageKind.RL) ? trainingRequests(now) : List.of();
  }

  private List<RunEvent> trainingRequests(Instant now) {
    Instant overdue = overdue(now);
    int count = Math.toIntExact(scheduler.capacity(progress, requests.lastAsked(), overdue, now));
    return count == 0
        ? List.of()
        : requests.training(
            count,
            pools.train(),
            scheduler.choice(pools.train()),
            scheduler.oldestAllowed(progress, overdue),
            now);
  }
}
