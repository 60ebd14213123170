package io.headrace.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.console.demo.DemoEvents;
import io.headrace.console.demo.DemoFeed;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.EvaluationCurves;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.HealthState;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.RateState;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.RunTotals;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCurves;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class ViewSnapshotTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final TraceFilter ANY =
      new TraceFilter("", Optional.empty(), TraceFilter.Outcome.ANY);

  private record Logged(Position position, Instant at, SpecificRecord event) {
    private void to(RunView view) {
      view.apply(position, at, event);
    }
  }

  private final List<Logged> log = new ArrayList<>();
  private final Map<Topic, Long> ends = new EnumMap<>(Topic.class);

  private void take(Topic topic, Instant at, SpecificRecord event) {
    long offset = ends.merge(topic, 1L, Long::sum) - 1;
    log.add(new Logged(new Position(topic.of(DemoEvents.RUN), 0, offset), at, event));
  }

  /** The events of a run of so many seconds. */
  private void run(int seconds) {
    DemoFeed feed = new DemoFeed(7, START, (topic, key, at, event) -> take(topic, at, event));
    feed.advance(START.plusSeconds(seconds));
  }

  /** A saved view, written to the log and read back. */
  private static ConsoleSnapshot saved(RunView view, List<Logged> applied) {
    Map<String, Long> next = new TreeMap<>();
    applied.forEach(
        each ->
            next.put(
                each.position().topic().substring(DemoEvents.RUN.length() + 1),
                each.position().offset() + 1));
    List<ReadPosition> positions =
        next.entrySet().stream().map(e -> new ReadPosition(e.getKey(), 0, e.getValue())).toList();
    EventCodec codec = EventCodec.released();
    return codec.decode(
        codec.encode(view.save(4, positions, START.plusSeconds(900))), ConsoleSnapshot.class);
  }

  private static RunView viewOf(List<Logged> events) {
    RunView view = new RunView(DemoEvents.RUN);
    events.forEach(each -> each.to(view));
    return view;
  }

  @Test
  void everyFieldOfASnapshotIsRestored() {
    // Given a run with events of every kind
    appendEventsOfEveryKind();
    RunView view = new RunView(DemoEvents.RUN);
    view.readTracesFrom("demo.traces", 0, 10);
    log.forEach(each -> each.to(view));
    ConsoleSnapshot inStage = saved(view, log);
    assertFilled(inStage, "phase");
    take(Topic.CONTROL, START.plusSeconds(800), end());
    log.getLast().to(view);
    ConsoleSnapshot atEnd = saved(view, log);
    assertThat(atEnd.getPhase()).isNotNull();
    assertThat(atEnd.getStage()).isNull();
    assertThat(atEnd.getHealth().getPhase()).isEqualTo(Phase.FINISHING);

    // When / Then
    assertThat(saved(new RunView(DemoEvents.RUN, inStage), log.subList(0, log.size() - 1)))
        .isEqualTo(inStage);
    assertThat(saved(new RunView(DemoEvents.RUN, atEnd), log)).isEqualTo(atEnd);
  }

  private static PhaseChanged end() {
    return PhaseChanged.newBuilder()
        .setRun(DemoEvents.RUN)
        .setPhase(Phase.FINISHING)
        .setReason("the goal is reached")
        .setWeightsVersion(3)
        .setChangedAt(START.plusSeconds(800))
        .build();
  }

  /** Values that differ from the defaults, so that an unsaved field is noticed. */
  private static void assertFilled(SpecificRecord saved, String absent) {
    for (Schema.Field field : saved.getSchema().getFields()) {
      if (field.name().equals(absent)) {
        continue;
      }
      Object value = saved.get(field.pos());
      assertThat(value)
          .as("%s of %s", field.name(), saved.getSchema().getName())
          .isNotNull()
          .isNotIn(List.of(), Map.of(), 0, 0L, 0.0, -1L, false);
      if (value instanceof RunTotals
          || value instanceof HealthState
          || value instanceof StepCurves
          || value instanceof EvaluationCurves
          || value instanceof RateState) {
        assertFilled((SpecificRecord) value, absent);
      }
    }
  }

  private void appendEventsOfEveryKind() {
    run(140);
    Instant last = log.getLast().at();
    for (int i = 0; i < 1_001; i++) {
      take(Topic.STEPS, last, DemoEvents.step(10_000 + i, Stage.SFT, last).build());
      take(Topic.OUTCOMES, last, DemoEvents.evaluation(5_000 + i, 1, 1, last));
    }
    take(
        Topic.CONTROL,
        last,
        new CommandIssued(DemoEvents.RUN, Command.PAUSE, "console", "lunch", last));
    take(Topic.STEPS, last, DemoEvents.step(99_999, Stage.RL, last).setBatch(EARLY).build());
    Instant later = last.plusMillis(1);
    take(Topic.TASKS, later, DemoEvents.request(8_000, 47, 38, 2, later));
    take(
        Topic.OUTCOMES,
        later,
        GroupOutcome.newBuilder(group(8_001, later, true)).setStatus(GroupStatus.DROPPED).build());
    take(Topic.OUTCOMES, later, group(8_002, later, false));
    take(Topic.DEAD_LETTERS, later, letter(later));
  }

  private static final List<BatchEntry> EARLY = List.of(new BatchEntry("early", 0, 0L, 1));

  /** A group of one wrong answer and one that is right or failed. */
  private static GroupOutcome group(long number, Instant at, boolean right) {
    GroupRequest request = DemoEvents.request(number, 47, 38, 2, at);
    Trace first = DemoEvents.trace(request, 0, false, at);
    Trace second = DemoEvents.trace(request, 1, right, at);
    Verdict secondVerdict =
        right ? DemoEvents.verdict(second, true, at) : DemoEvents.failure(second, at);
    return GroupOutcomes.of(
        DemoEvents.group(
            request,
            List.of(first, second),
            Map.of(
                first.getTraceId(),
                DemoEvents.verdict(first, false, at),
                second.getTraceId(),
                secondVerdict),
            at));
  }

  private SpecificRecord letter(Instant at) {
    DeadLetter any =
        log.stream()
            .map(Logged::event)
            .filter(DeadLetter.class::isInstance)
            .map(DeadLetter.class::cast)
            .findFirst()
            .orElseThrow();
    return DeadLetter.newBuilder(any).setFailedAt(at).build();
  }

  @Test
  void aViewRestoredFromASnapshotShowsTheSame() {
    // Given a run, and a view of its first part
    run(200);
    int half = log.size() * 2 / 3;
    RunView whole = viewOf(log.subList(0, half));
    ConsoleSnapshot snapshot = saved(whole, log.subList(0, half));

    // When another view starts from the snapshot and the records for its lists, and both continue
    RunView restored = new RunView(DemoEvents.RUN, snapshot);
    log.subList(half - 4_000, half).forEach(each -> each.to(restored));
    assertThat(restored.snapshot(at(half))).isEqualTo(whole.snapshot(at(half)));
    log.subList(half, log.size())
        .forEach(
            each -> {
              each.to(whole);
              each.to(restored);
            });

    // Then both show the same
    Instant now = at(log.size());
    assertThat(restored.snapshot(now)).isEqualTo(whole.snapshot(now));
    assertThat(restored.series(now)).isEqualTo(whole.series(now));
    assertThat(restored.traces(ANY, 500)).isEqualTo(whole.traces(ANY, 500));
    assertThat(restored.weights()).startsWith(whole.weights().getFirst());
    assertThat(restored.configuration()).isEqualTo(whole.configuration());
  }

  private Instant at(int events) {
    return log.get(events - 1).at();
  }

  @Test
  void skippedTracesCountOnceWithTheirGroups() {
    // Given a trace that is not read, since the list starts after it, but its verdict is
    GroupRequest request = DemoEvents.request(0, 47, 38, 2, START);
    Trace unread = DemoEvents.trace(request, 0, true, START);
    Trace read = DemoEvents.trace(request, 1, true, START);
    RunView view = new RunView(DemoEvents.RUN);
    view.readTracesFrom("demo.traces", 3, 7);
    view.apply(position("traces", 7), START, read);
    view.apply(position("verdicts", 0), START, on(6, DemoEvents.verdict(unread, true, START)));
    view.apply(position("verdicts", 1), START, on(7, DemoEvents.verdict(read, true, START)));

    // When the view is restored and reads the group
    RunView restored =
        new RunView(
            DemoEvents.RUN,
            view.save(
                1,
                List.of(new ReadPosition("traces", 3, 8L), new ReadPosition("verdicts", 3, 2L)),
                START));
    restored.readTracesFrom("demo.traces", 3, 0);
    restored.apply(position("outcomes", 0), START, outcome(request));

    // Then each counts once
    Totals totals = restored.snapshot(START).totals();
    assertThat(totals.traces()).isEqualTo(2);
    assertThat(totals.verdicts()).isEqualTo(2);
  }

  private static Position position(String topic, long offset) {
    return new Position("demo." + topic, 3, offset);
  }

  private static Verdict on(long traceOffset, Verdict verdict) {
    return Verdict.newBuilder(verdict).setTraceOffset(traceOffset).build();
  }

  private static GroupOutcome outcome(GroupRequest request) {
    GroupOutcome empty =
        GroupOutcomes.of(DemoEvents.group(request, List.of(), Map.of(), START), 3, Map.of());
    return GroupOutcome.newBuilder(empty).setSamples(List.of(sample(0, 6), sample(1, 7))).build();
  }

  private static SampleOutcome sample(int number, long offset) {
    return SampleOutcome.newBuilder()
        .setSample(number)
        .setTraceOffset(offset)
        .setTokens(5)
        .setScore(1.0)
        .setReward(1.0)
        .build();
  }
}
