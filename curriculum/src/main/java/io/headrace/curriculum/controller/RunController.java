package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.curriculum.evaluation.EvaluationTrigger;
import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.curriculum.task.TaskPools;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.RunPosition.State;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.Demonstration;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Takes a run through the stages of its plan: decide → append to the log → apply.
 *
 * <p>{@link #decide} changes nothing: it returns the events that have to be written next, all of
 * them in one transaction. {@link #apply} is the only thing that changes state, and does the same
 * live and when a run is rebuilt from its log. The state depends on the order of events within a
 * topic, and not on how topics interleave, as long as a request is applied before its group.
 *
 * <p>Not thread-safe; has no clock, time is passed in.
 */
public final class RunController {

  /** How long the learner may take to stop before that is reported. */
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

  /**
   * A controller without any event of its run.
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
  }

  /** Applies an event of the log. */
  public void apply(RunEvent event) {
    switch (event) {
      case RunEvent.Started(var start) -> progress.started(start);
      case RunEvent.Moved(RunPosition next) -> progress.moved(next);
      case RunEvent.Granted(var grant) -> progress.granted(grant);
      case RunEvent.Halted(var stopped) -> progress.halted(stopped);
      case RunEvent.Commanded(var command) -> progress.commanded(command);
      case RunEvent.Demonstrated _ -> {}
      case RunEvent.Requested(GroupRequest request) -> requested(request);
      case RunEvent.Scored(GroupOutcome group) -> scored(group);
      case RunEvent.Evaluated(EvaluationCompleted result) -> evaluations.completed(result);
      case RunEvent.Stepped(var step) -> {
        progress.stepped(step);
        scheduler.taken(step);
      }
    }
  }

  /**
   * The events to write next, in one transaction; empty when there is nothing to do. Call again
   * after applying them: one decision is made at a time.
   *
   * <p>A stage or end state that an evaluation brings about is decided before the evaluation's
   * result is written. So whoever sees the result finds it on the log.
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
        .orElseGet(() -> ask(now));
  }

  /** Where the run stands. */
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
   * The time that groups' limits are held against. A run that was down got nothing done meanwhile,
   * so no group is overdue before this process held the run for as long as a group may take.
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
        ? "[run=%s] training ended %d s ago and the learner has not said where it stopped; it does so after the step under way, so start it if it is not running"
            .formatted(settings.run(), Duration.between(at.since(), now).toSeconds())
        : at.isIn(StageKind.RL) ? scheduler.problem(progress) : "";
  }

  /**
   * The state as it is written to the log, in one part: as large as there are tasks, groups under
   * way and waiting, and a few evaluations, however long the run is.
   *
   * @param number number of the snapshot
   */
  public CurriculumSnapshot snapshot(long number, Instant now) {
    return CurriculumSnapshot.newBuilder()
        .setRun(settings.run())
        .setNumber(number)
        .setPart(0)
        .setParts(1)
        .setProgress(progress.state())
        .setNextRequest(requests.next())
        .setLastAskedAt(requests.lastAsked())
        .setSuccessRate(scheduler.rates().overall())
        .setGroupsObserved(scheduler.rates().observed())
        .setTasks(tasks())
        .setRunning(scheduler.ledger().runningState())
        .setWaiting(scheduler.ledger().waitingState())
        .setTaken(scheduler.ledger().takenState())
        .setOpenEvaluations(evaluations.openState())
        .setStartedEvaluations(evaluations.startedState())
        .setEvaluations(evaluations.completedState())
        .setEvaluationsCompleted(evaluations.completedCount())
        .setTakenAt(now)
        .build();
  }

  private List<TaskState> tasks() {
    Map<String, Integer> asked = requests.timesAsked();
    Map<String, Double> rates = scheduler.rates().seen();
    Set<String> known = new TreeSet<>(asked.keySet());
    known.addAll(rates.keySet());
    return known.stream()
        .map(task -> new TaskState(task, asked.getOrDefault(task, 0), rates.get(task)))
        .toList();
  }

  /** Takes over the state of a snapshot of one part; only before the first event is applied. */
  public void restore(CurriculumSnapshot snapshot) {
    progress.restore(Objects.requireNonNull(snapshot.getProgress(), "the first part has it"));
    Map<String, Integer> asked = new HashMap<>();
    Map<String, Double> rates = new HashMap<>();
    for (TaskState task : snapshot.getTasks()) {
      Double rate = task.getSuccessRate();
      if (task.getTimesAsked() > 0) {
        asked.put(task.getTaskId(), task.getTimesAsked());
      }
      if (rate != null) {
        rates.put(task.getTaskId(), rate);
      }
    }
    requests.restore(snapshot.getNextRequest(), snapshot.getLastAskedAt(), asked);
    scheduler.rates().restore(rates, snapshot.getSuccessRate(), snapshot.getGroupsObserved());
    scheduler.ledger().restore(snapshot.getRunning(), snapshot.getWaiting(), snapshot.getTaken());
    evaluations.restore(
        snapshot.getStartedEvaluations(),
        snapshot.getEvaluations(),
        snapshot.getOpenEvaluations(),
        snapshot.getEvaluationsCompleted());
  }

  /**
   * Tasks that the run asked before and that are not among its tasks now, sorted: their files or
   * ids changed. What is known of them is not used.
   */
  public SortedSet<String> missingTasks() {
    SortedSet<String> missing = new TreeSet<>(requests.timesAsked().keySet());
    missing.addAll(scheduler.rates().seen().keySet());
    pools.train().forEach(task -> missing.remove(task.id()));
    pools.heldOut().forEach(task -> missing.remove(task.id()));
    return missing;
  }

  /** What is known of the run, as values that can be compared. */
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

  private void requested(GroupRequest request) {
    requests.requested(request);
    if (request.getPurpose() == Purpose.EVALUATION) {
      evaluations.requested(request);
    } else {
      scheduler.requested(request);
    }
  }

  private void scored(GroupOutcome group) {
    if (group.getPurpose() == Purpose.EVALUATION) {
      evaluations.scored(group);
    } else {
      scheduler.scored(group);
    }
  }

  /**
   * Demonstrations and the first supervised stage appear together: the stage on the log means that
   * all are there.
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
        new RunEvent.Moved(
            new RunPosition(
                change.to(), change.reason(), progress.newestVersion(), change.evaluation(), now)));
    return events;
  }

  private List<RunEvent> ask(Instant now) {
    RunPosition at = progress.position().orElseThrow();
    if (progress.isPaused() && at.state() != End.FINISHING) {
      return List.of();
    }
    Optional<EvaluationId> due =
        evaluations.isOneOpen() ? Optional.empty() : dueEvaluation(at.state());
    if (due.isPresent()) {
      int tasks = Math.min(settings.evaluations().tasks(), pools.heldOut().size());
      return requests.evaluation(due.get(), pools.heldOut().subList(0, tasks), now);
    }
    return at.isIn(StageKind.RL) ? train(now) : List.of();
  }

  private Optional<EvaluationId> dueEvaluation(State state) {
    Optional<EvaluationId> due =
        switch (state) {
          case InStage _ -> dueEvaluation(progress.stage());
          case End.FINISHING -> FinalEvaluation.due(progress, evaluations);
          case End.FINISHED -> Optional.empty();
        };
    return due.filter(id -> !evaluations.isStarted(id));
  }

  /** Supervised steps are on the log with the version they lead to, and each is evaluated. */
  private Optional<EvaluationId> dueEvaluation(PlannedStage stage) {
    WeightsVersion newest = progress.newestVersion();
    boolean isDue =
        switch (stage) {
          case PlannedStage.Sft sft -> progress.steps(sft) > 0 && newest.value() > 0;
          case PlannedStage.Rl _ -> isTrainingEvaluationDue(newest);
        };
    return isDue
        ? Optional.of(new EvaluationId(newest, new EvaluationTrigger(stage.id())))
        : Optional.empty();
  }

  /** The first evaluation of a run without a cold start is of the weights it starts from. */
  private boolean isTrainingEvaluationDue(WeightsVersion newest) {
    return evaluations
        .newestStarted()
        .map(last -> newest.value() - last.value() >= settings.evaluations().everyVersions())
        .orElse(true);
  }

  private List<RunEvent> train(Instant now) {
    Instant overdue = overdue(now);
    int count = Math.toIntExact(scheduler.capacity(progress, requests.lastAsked(), overdue, now));
    return count == 0
        ? List.of()
        : requests.training(
            count,
            pools.train(),
            scheduler.choice(pools.train()),
            scheduler.oldestUseful(progress, overdue),
            now);
  }
}
