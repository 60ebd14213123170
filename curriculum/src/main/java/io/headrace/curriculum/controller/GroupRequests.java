package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.curriculum.evaluation.EvaluationMode;
import io.headrace.curriculum.evaluation.EvaluationPlan;
import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.pipeline.id.GroupId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.task.TaskScorers;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Creates numbered group requests. Number, epoch and seed of a request are functions of the earlier
 * requests, so a controller restored from the log continues with the next number. Not thread-safe.
 */
final class GroupRequests {

  private final ControllerSettings settings;
  private final Map<String, Integer> timesAsked = new HashMap<>();
  private long next;
  private Instant lastAsked = Instant.EPOCH;

  GroupRequests(ControllerSettings settings) {
    this.settings = settings;
  }

  /** Records that a request was appended to {@code tasks}. */
  void apply(GroupRequest request) {
    next = Math.max(next, request.getNumber() + 1);
    if (request.getRequestedAt().isAfter(lastAsked)) {
      lastAsked = request.getRequestedAt();
    }
    timesAsked.merge(request.getTask().getTaskId(), 1, Integer::sum);
  }

  /** Number of the next request. */
  long next() {
    return next;
  }

  /** When the last request was made; the epoch before the first. */
  Instant lastAsked() {
    return lastAsked;
  }

  /** How often each task was requested. */
  Map<String, Integer> timesAsked() {
    return Map.copyOf(timesAsked);
  }

  /** Restores the state of a snapshot; only before the first request is applied. */
  void restore(long nextNumber, Instant lastRequestAt, Map<String, Integer> requested) {
    next = nextNumber;
    lastAsked = lastRequestAt;
    timesAsked.putAll(requested);
  }

  /** The requests of an evaluation: every task once in every mode. */
  List<RunEvent> evaluation(EvaluationId id, List<CurriculumTask> tasks, Instant now) {
    EvaluationPlan plan = settings.evaluations();
    Draft draft = new Draft(now);
    for (CurriculumTask task : tasks) {
      for (EvaluationMode mode : plan.modes()) {
        Sampling sampling =
            new Sampling(mode.temperature(), plan.maxNewTokens(), plan.stop(), draft.seed());
        draft.add(
            task,
            builder -> evaluation(builder, id, sampling, now.plus(settings.groups().limit())));
      }
    }
    return draft.requests;
  }

  /**
   * Requests for training.
   *
   * @param pool the tasks to choose from
   * @param choose selects the index in the pool with a generator seeded by run and request number
   * @param atLeast the oldest weights version that may sample a request, by its index among these
   */
  List<RunEvent> training(
      int count,
      List<CurriculumTask> pool,
      ToIntFunction<SplittableRandom> choose,
      IntFunction<WeightsVersion> atLeast,
      Instant now) {
    ControllerSettings.Groups groups = settings.groups();
    Draft draft = new Draft(now);
    for (int i = 0; i < count; i++) {
      CurriculumTask task = pool.get(choose.applyAsInt(draft.random()));
      Sampling sampling =
          new Sampling(groups.temperature(), groups.maxNewTokens(), groups.stop(), draft.seed());
      long oldest = atLeast.apply(i).value();
      draft.add(
          task,
          builder ->
              builder
                  .setPurpose(Purpose.TRAIN)
                  .setSamples(groups.samples())
                  .setSampling(sampling)
                  .setMinWeightsVersion(oldest)
                  .setDeadline(now.plus(groups.limit())));
    }
    return draft.requests;
  }

  private static GroupRequest.Builder evaluation(
      GroupRequest.Builder builder, EvaluationId id, Sampling sampling, Instant deadline) {
    return builder
        .setPurpose(Purpose.EVALUATION)
        .setSamples(1)
        .setSampling(sampling)
        .setEvaluation(id.toString())
        .setMinWeightsVersion(id.version().value())
        .setDeadline(deadline);
  }

  /** Requests that are not written yet, numbered after the written ones. */
  private final class Draft {

    private final Instant now;
    private final List<RunEvent> requests = new ArrayList<>();
    private final Map<String, Integer> requested = new HashMap<>();

    Draft(Instant now) {
      this.now = now;
    }

    void add(CurriculumTask task, java.util.function.UnaryOperator<GroupRequest.Builder> rest) {
      int epoch =
          timesAsked.getOrDefault(task.id(), 0) + requested.merge(task.id(), 1, Integer::sum) - 1;
      TaskScorers scorers = TaskScorers.of(task.task());
      GroupRequest.Builder builder =
          GroupRequest.newBuilder()
              .setRun(settings.run())
              .setGroupId(GroupId.of(task.id(), epoch, number()).value())
              .setTask(task.task())
              .setEpoch(epoch)
              .setNumber(number())
              .setScorers(scorers.names())
              .setScorerWeights(scorers.eventWeights())
              .setRequestedAt(now);
      requests.add(new RunEvent.Requested(rest.apply(builder).build()));
    }

    /** The generator that selects the next request's task. */
    SplittableRandom random() {
      return new SplittableRandom(settings.seed() * 0x9e3779b97f4a7c15L + number());
    }

    /** The seed of the next request's samples. */
    long seed() {
      return random().split().nextLong();
    }

    private long number() {
      return next + requests.size();
    }
  }
}
