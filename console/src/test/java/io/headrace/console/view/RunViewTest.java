package io.headrace.console.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.console.demo.DemoEvents;
import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.Stage;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RunViewTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final RunView view = new RunView(DemoEvents.RUN);
  private long offset;

  private Position apply(String topic, SpecificRecord event) {
    Position position = new Position("demo." + topic, 0, offset++);
    view.apply(position, START, event);
    return position;
  }

  private static StageFlow flow(RunSnapshot snapshot, PipelineStage stage) {
    return snapshot.stages().stream().filter(f -> f.stage() == stage).findFirst().orElseThrow();
  }

  @Test
  void followsWorkThroughTheStages() {
    // Given a group of two samples, one of them sampled and scored
    GroupRequest request = DemoEvents.request(0, 47, 38, 2, START);
    apply("tasks", request);
    Trace first = DemoEvents.trace(request, 0, true, START);
    apply("traces", first);
    apply("verdicts", DemoEvents.verdict(first, true, START));
    // When the other is sampled
    Trace second = DemoEvents.trace(request, 1, false, START);
    apply("traces", second);
    // Then only its verdict is missing
    RunSnapshot snapshot = view.snapshot(START.plusSeconds(1));
    assertThat(flow(snapshot, PipelineStage.ROLLOUT).waiting()).isZero();
    assertThat(flow(snapshot, PipelineStage.VERDICT).waiting()).isEqualTo(1);
    assertThat(flow(snapshot, PipelineStage.ASSEMBLE).waiting()).isZero();
  }

  @Test
  void reportsThatNothingWasSampledInsteadOfABottleneck() {
    // Given live services and a group assembled without a sample
    apply("control", new PhaseChanged(DemoEvents.RUN, Phase.TRAINING, "", 0L, "", START));
    for (PipelineStage stage : PipelineStage.values()) {
      apply(
          "heartbeats",
          DemoEvents.beat(stage.service(), "one", ServiceState.RUNNING, START.plusSeconds(35)));
    }
    GroupRequest request = DemoEvents.request(0, 47, 38, 2, START);
    apply(
        "outcomes",
        GroupOutcomes.of(DemoEvents.group(request, List.of(), Map.of(), START.plusSeconds(4))));

    // Then
    assertThat(view.snapshot(START.plusSeconds(36)).bottleneck())
        .isEqualTo(
            Bottleneck.none(
                "The run stands still: no sample was drawn for any of the 1 assembled groups:"
                    + " no trace was received before the deadline."));

    // When a service is dead, that is the cause
    assertThat(view.snapshot(START.plusSeconds(60)).bottleneck().sentence())
        .isEqualTo("The run stands still: none of its services is alive.");
  }

  @Test
  void anEvaluationWithoutSamplesHasNoMeanLength() {
    // Given
    EvaluationCompleted evaluation =
        EvaluationCompleted.newBuilder(DemoEvents.evaluation(1, 0, 0, START))
            .setMeanResponseTokens(0)
            .setGreedy(new Accuracy(0, 0, 400))
            .build();

    // When
    apply("evals", evaluation);

    // Then
    EvaluationPoint point = view.snapshot(START).evaluation().orElseThrow();
    assertThat(point.meanResponseTokens()).isEmpty();
    assertThat(point.greedy().orElseThrow().accuracy()).isEmpty();
  }

  @Test
  void countsDoNotDependOnTheOrderOfTopics() {
    // Given the events of a group
    GroupRequest request = DemoEvents.request(0, 47, 38, 1, START);
    Trace trace = DemoEvents.trace(request, 0, true, START);
    Verdict verdict = DemoEvents.verdict(trace, true, START);
    ScoredGroup group =
        DemoEvents.group(request, List.of(trace), Map.of(trace.getTraceId(), verdict), START);
    // When the last one is read first
    apply("scored-groups", group);
    apply("verdicts", verdict);
    apply("traces", trace);
    apply("tasks", request);
    // Then only the group for the learner waits, and the trace shows its score
    RunSnapshot snapshot = view.snapshot(START.plusSeconds(1));
    assertThat(snapshot.stages())
        .extracting(StageFlow::waiting)
        .containsExactly(0L, 0L, 0L, 0L, 1L);
    assertThat(view.trace(trace.getTraceId()).orElseThrow().score()).contains(1.0);
    assertThat(view.trace(trace.getTraceId()).orElseThrow().verdicts()).hasSize(1);
  }

  @Test
  void keepsTheFirstTraceOfAnId() {
    // Given a trace
    GroupRequest request = DemoEvents.request(0, 47, 38, 2, START);
    Trace trace = DemoEvents.trace(request, 0, true, START);
    apply("traces", trace);
    // When it is delivered again with another text
    apply("traces", Trace.newBuilder(trace).setText("other").build());
    // Then the first one is kept, once
    assertThat(view.trace(trace.getTraceId()).orElseThrow().text()).startsWith("<think>");
    assertThat(flow(view.snapshot(START), PipelineStage.ROLLOUT).waiting()).isEqualTo(1);
  }

  @Test
  void showsAFailureAsNoScoreNeverAsZero() {
    // Given a trace
    GroupRequest request = DemoEvents.request(0, 47, 38, 1, START);
    Trace trace = DemoEvents.trace(request, 0, true, START);
    apply("traces", trace);
    // When its scorer times out
    apply("verdicts", DemoEvents.failure(trace, START));
    // Then it has no score
    TraceSummary summary = view.trace(trace.getTraceId()).orElseThrow();
    assertThat(summary.score()).isEmpty();
    TraceFilter failed = new TraceFilter("", Optional.empty(), TraceFilter.Outcome.FAILED);
    assertThat(view.traces(failed, 10)).containsExactly(summary);
  }

  @Test
  void spreadsTheRewardsOfTheGroupsOfAStep() {
    // Given two groups, one all right, one all wrong
    Trace right = scored(0, true);
    Trace wrong = scored(1, false);
    // When a step trains on both
    apply(
        "steps",
        DemoEvents.step(1, Stage.RL, START)
            .setBatch(
                List.of(
                    new BatchEntry(right.getGroupId(), 0, 1L, 1),
                    new BatchEntry(wrong.getGroupId(), 0, 3L, 1)))
            .setMeanReward(0.5)
            .build());
    // Then the band spans them and no group waits for the learner
    StepPoint point = view.series(START).steps().getLast();
    assertThat(point.values())
        .containsEntry(StepMetric.REWARD, 0.5)
        .containsEntry(StepMetric.REWARD_P10, 0.1)
        .containsEntry(StepMetric.REWARD_P90, 0.9);
    assertThat(flow(view.snapshot(START), PipelineStage.LEARN).waiting()).isZero();
  }

  private Trace scored(long number, boolean right) {
    GroupRequest request = DemoEvents.request(number, 47, 38, 1, START);
    Trace trace = DemoEvents.trace(request, 0, right, START);
    Verdict verdict = DemoEvents.verdict(trace, right, START);
    apply("traces", trace);
    apply(
        "scored-groups",
        DemoEvents.group(request, List.of(trace), Map.of(trace.getTraceId(), verdict), START));
    return trace;
  }

  @Test
  void memoryIsBoundedAndCountsAreKeptOverALongRun() {
    // Given an empty view
    // When a run of fifty thousand steps is read
    for (long step = 1; step <= 50_000; step++) {
      Instant at = START.plusSeconds(step);
      view.apply(
          new Position("demo.steps", 0, step), at, DemoEvents.step(step, Stage.SFT, at).build());
    }
    // Then the curve is short, ends at the last step, and all steps are counted
    List<StepPoint> steps = view.series(START.plusSeconds(60_000)).steps();
    assertThat(steps).hasSizeLessThanOrEqualTo(1_001);
    assertThat(steps.getLast().step()).isEqualTo(50_000);
    assertThat(steps.stream().mapToInt(StepPoint::steps).sum()).isEqualTo(50_000);
    assertThat(view.series(START.plusSeconds(60_000)).throughput()).hasSizeLessThanOrEqualTo(600);
    assertThat(view.snapshot(START).totals().steps()).isEqualTo(50_000);
  }

  @Test
  void returnsMissedChangesToAReconnectedPage() {
    // Given a page that received the first of two steps
    Position seen = apply("steps", DemoEvents.step(1, Stage.SFT, START).build());
    apply("steps", DemoEvents.step(2, Stage.SFT, START).build());
    // When it reconnects
    ViewChanges changes = view.changes(view.cursorAfter(seen).orElseThrow());
    // Then it gets the second
    assertThat(changes.complete()).isTrue();
    assertThat(changes.steps()).extracting(StepPoint::step).containsExactly(2L);
    assertThat(view.changes(changes.cursor()).last()).isEmpty();
  }

  @Test
  void marksChangesIncompleteAfterTooManyWereMissed() {
    // Given a page that received the first step
    Position seen = apply("steps", DemoEvents.step(1, Stage.SFT, START).build());
    long cursor = view.cursorAfter(seen).orElseThrow();
    // When more changes are added than the buffer keeps
    for (int step = 2; step < 6_000; step++) {
      apply("steps", DemoEvents.step(step, Stage.SFT, START).build());
    }
    // Then its position is unknown and its cursor not complete
    assertThat(view.cursorAfter(seen)).isEmpty();
    assertThat(view.changes(cursor).complete()).isFalse();
  }

  @Test
  void tracksWhetherTheRunIsPaused() {
    // Given a paused run
    apply("control", command(Command.PAUSE));
    assertThat(view.snapshot(START).paused()).isTrue();
    // When it is resumed
    apply("control", command(Command.RESUME));
    // Then it is not paused
    assertThat(view.snapshot(START).paused()).isFalse();
  }

  private static CommandIssued command(Command command) {
    return CommandIssued.newBuilder()
        .setRun(DemoEvents.RUN)
        .setCommand(command)
        .setIssuedBy("console")
        .setIssuedAt(START)
        .build();
  }

  @Test
  void hasNoBottleneckBeforeTheRunBeginsAndAfterTraining() {
    assertThat(view.snapshot(START).bottleneck().sentence()).startsWith("The run has not started");
    apply("control", phase(Phase.FINISHING));
    assertThat(view.snapshot(START).bottleneck().sentence()).startsWith("Training has ended");
    apply("control", phase(Phase.FINISHED));
    assertThat(view.snapshot(START).bottleneck().sentence()).startsWith("The run is finished");
  }

  private static PhaseChanged phase(Phase phase) {
    return PhaseChanged.newBuilder()
        .setRun(DemoEvents.RUN)
        .setPhase(phase)
        .setReason("")
        .setWeightsVersion(1)
        .setChangedAt(START)
        .build();
  }

  @Test
  void rejectsATraceWithAnInvalidSampleNumber() {
    // Given traces of a broken writer
    Trace trace = DemoEvents.trace(DemoEvents.request(0, 47, 38, 2, START), 0, true, START);
    Trace huge = Trace.newBuilder(trace).setSample(Integer.MAX_VALUE).build();
    Trace negative = Trace.newBuilder(trace).setSample(-1).build();
    // When they are read
    // Then they are rejected as bad records and not counted
    assertThatThrownBy(() -> apply("traces", huge)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> apply("traces", negative))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(view.snapshot(START).totals().traces()).isZero();
  }

  @Test
  void keepsTheNewestTracesAndGroupsOfALongRunOnly() {
    // Given more groups and traces than are kept
    for (long number = 0; number < 12_000; number++) {
      Trace trace = scored(number, number % 2 == 0);
      apply("verdicts", DemoEvents.verdict(trace, true, START));
    }
    // When they are queried
    TraceFilter any = new TraceFilter("", Optional.empty(), TraceFilter.Outcome.ANY);
    // Then the newest are listed, and all are counted
    assertThat(view.traces(any, 1_000_000)).hasSize(10_000);
    assertThat(view.traces(any, 1).getFirst().traceId()).contains(".11999#0");
    assertThat(view.snapshot(START).totals().traces()).isEqualTo(12_000);
    assertThat(view.changes(0).complete()).isFalse();
  }

  @Test
  void hidesASilentInstanceThatWasReplaced() {
    // Given a worker without heartbeats, and one that replaced it
    apply("heartbeats", DemoEvents.beat("rollout-worker", "p1", ServiceState.RUNNING, START));
    Instant later = START.plusSeconds(700);
    assertThat(view.snapshot(later).services()).hasSize(1);
    // When the new one has been alive for longer than the old one is remembered
    apply("heartbeats", DemoEvents.beat("rollout-worker", "p2", ServiceState.RUNNING, later));
    // Then only the new one is shown
    assertThat(view.snapshot(later).services())
        .extracting(ServiceInstances.Instance::instance)
        .containsExactly("p2");
  }

  @Test
  void aSilentServiceIsNotAlive() {
    // Given a worker that sent a heartbeat
    apply("heartbeats", DemoEvents.beat("rollout-worker", "w1", ServiceState.RUNNING, START));
    assertThat(flow(view.snapshot(START.plusSeconds(2)), PipelineStage.ROLLOUT).instances())
        .isEqualTo(1);
    // When it sends no heartbeat for longer than the limit
    RunSnapshot later = view.snapshot(START.plusSeconds(30));
    // Then it does not count
    assertThat(flow(later, PipelineStage.ROLLOUT).instances()).isZero();
    assertThat(later.services().getFirst().alive()).isFalse();
  }
}
