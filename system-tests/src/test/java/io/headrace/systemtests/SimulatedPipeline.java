package io.headrace.systemtests;

import io.headrace.curriculum.controller.ControllerSettings;
import io.headrace.curriculum.controller.RunController;
import io.headrace.curriculum.controller.RunEvent;
import io.headrace.curriculum.evaluation.EvaluationMode;
import io.headrace.curriculum.evaluation.EvaluationPlan;
import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.curriculum.task.TaskPools;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.learner.batch.Batch;
import io.headrace.learner.batch.BatchAssembler;
import io.headrace.learner.batch.BatchFilter;
import io.headrace.learner.batch.BatchFilterRules;
import io.headrace.learner.batch.LogEntry;
import io.headrace.learner.batch.LogPosition;
import io.headrace.learner.batch.SkippedRecord;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Trace;
import io.headrace.testkit.RunFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The real curriculum and the real batch assembly of the learner with a log in memory and simulated
 * workers of random speed. The simulation does not limit staleness.
 */
final class SimulatedPipeline {

  static final int BATCH = 8;
  private static final int SAMPLES = 3;
  private static final int SLOTS = 64;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String RUN = "run";

  /** The batch of a step, with the version from which the step started. */
  record Step(long version, Batch batch) {}

  /** All assembled training groups, in log order. */
  final List<ScoredGroup> log = new ArrayList<>();

  /** All training requests. */
  final List<GroupRequest> requested = new ArrayList<>();

  final List<Step> steps = new ArrayList<>();
  long version;
  Instant now = RunFixture.START;

  private final RunFixture fixture = RunFixture.of(RUN);
  private final BatchFilterRules rules;
  private final SplittableRandom random;
  private final RunController controller;
  private final List<GroupRequest> queue = new ArrayList<>();
  private final List<SimulatedRollout> rollouts = new ArrayList<>();
  private final Set<String> consumed = new HashSet<>();
  private @Nullable BatchAssembler batch;
  private int read;

  /**
   * A pipeline at the start of a run.
   *
   * @param staleness the staleness bound of the curriculum
   * @param filterStaleness the staleness bound of the learner
   */
  SimulatedPipeline(int staleness, int filterStaleness, SplittableRandom random) {
    this.rules = new BatchFilterRules(filterStaleness, true, 512, 512);
    this.random = random;
    this.controller = new RunController(settings(staleness), supply(), now);
    controller.apply(new RunEvent.Started(fixture.progress().started("")));
  }

  /** Advances the time by one second and writes the requests of the curriculum. */
  void request() {
    now = now.plusSeconds(1);
    for (List<RunEvent> next = controller.decide(now);
        !next.isEmpty();
        next = controller.decide(now)) {
      next.forEach(this::apply);
    }
  }

  /** Samples the tokens of one second and, at random times, lets the learner take a step. */
  void work() {
    sample();
    if (random.nextInt(3) == 0) {
      learn();
    }
  }

  private void apply(RunEvent event) {
    controller.apply(event);
    if (event instanceof RunEvent.Requested(GroupRequest request)) {
      queue.add(request);
      if (request.getPurpose() == Purpose.TRAIN) {
        requested.add(request);
      }
    }
  }

  private void sample() {
    while (!queue.isEmpty() && rollouts.size() < SLOTS) {
      rollouts.add(new SimulatedRollout(queue.removeFirst(), random));
    }
    rollouts.forEach(rollout -> rollout.draw(version));
    for (SimulatedRollout done : rollouts.stream().filter(SimulatedRollout::isDone).toList()) {
      rollouts.remove(done);
      assemble(done);
    }
  }

  private void assemble(SimulatedRollout done) {
    List<ScoredTrace> traces = new ArrayList<>();
    for (int sample = 0; sample < done.request().getSamples(); sample++) {
      double score = random.nextBoolean() ? 1 : 0;
      Trace drawn = fixture.trace(done.request(), sample);
      traces.add(
          ScoredTrace.newBuilder()
              .setTrace(done.trace(drawn, sample))
              .setVerdicts(List.of())
              .setScore(score)
              .setReward(score)
              .build());
    }
    ScoredGroup group = group(done.request(), traces);
    controller.apply(new RunEvent.GroupAssembled(GroupOutcomes.of(group)));
    if (group.getPurpose() == Purpose.TRAIN) {
      log.add(group);
    }
  }

  private ScoredGroup group(GroupRequest request, List<ScoredTrace> traces) {
    return ScoredGroup.newBuilder()
        .setRun(RUN)
        .setGroupId(request.getGroupId())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setEpoch(request.getEpoch())
        .setNumber(request.getNumber())
        .setRequested(request.getSamples())
        .setEvaluation(request.getEvaluation())
        .setStatus(GroupStatus.COMPLETE)
        .setTraces(traces)
        .setRequestedAt(request.getRequestedAt())
        .setAssembledAt(now)
        .build();
  }

  private void learn() {
    BatchAssembler current =
        batch == null
            ? new BatchAssembler(new BatchFilter(rules, version), BATCH, read, consumed)
            : batch;
    batch = current;
    while (read < log.size() && !current.complete()) {
      current.take(new LogEntry.Group(new LogPosition(0, read), log.get(read++)));
    }
    if (current.complete()) {
      batch = null;
      step(current.batch());
    }
  }

  private void step(Batch taken) {
    steps.add(new Step(version, taken));
    taken.groups().forEach(group -> consumed.add(group.id()));
    taken.skipped().forEach(entry -> consumed.add(entry.id()));
    version++;
    controller.apply(
        new RunEvent.Stepped(
            StepCompleted.newBuilder(fixture.progress().step(version))
                .setBatch(
                    taken.groups().stream()
                        .map(
                            group ->
                                new BatchEntry(group.id(), 0, group.position().offset(), SAMPLES))
                        .toList())
                .setSkipped(taken.skipped().stream().map(SkippedRecord::toEvent).toList())
                .setCompletedAt(now)
                .build()));
  }

  private static ControllerSettings settings(int staleness) {
    return new ControllerSettings(
        RUN,
        1,
        new ControllerSettings.Groups(SAMPLES, 1, 64, List.of(), LIMIT),
        new ControllerSettings.Priority(0.5, 0.5, 0.05),
        staleness,
        new EvaluationPlan(2, List.of(EvaluationMode.GREEDY), 50, 64, List.of()),
        new StagePlan(
            List.of(
                new PlannedStage.Rl(
                    "training",
                    StageEnd.after(Long.MAX_VALUE),
                    ConfigLoader.load(
                            Optional.empty(),
                            Map.of(),
                            List.of("learner.rl.groups-per-step=" + BATCH))
                        .config()
                        .learner()
                        .rl()))),
        Optional.empty());
  }

  private TaskSupply supply() {
    List<CurriculumTask> tasks =
        IntStream.range(0, 25)
            .mapToObj(n -> new CurriculumTask(fixture.task(n), Optional.empty(), "test"))
            .toList();
    return new TaskSupply(TaskPools.split(tasks, 2, 1), List.of(), List.of());
  }
}
