package io.headrace.systemtests;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Reads the events of a run's topics. */
final class RunEvents {

  private static final EventCodec CODEC = EventCodec.released();

  private final String bootstrap;
  private final String run;

  RunEvents(String bootstrap, String run) {
    this.bootstrap = bootstrap;
    this.run = run;
  }

  /** Waits until the events of a topic satisfy the predicate. */
  List<SpecificRecord> await(
      Topic topic, Predicate<? super List<SpecificRecord>> enough, Duration limit) {
    try (TopicReader<SpecificRecord> reader =
        new TopicReader<>(bootstrap, topic.of(run), CODEC::decode)) {
      return reader.until(enough, limit);
    }
  }

  /** Waits for the given number of RL steps. */
  List<StepCompleted> awaitRlSteps(int count, Duration limit) {
    return rlSteps(await(Topic.STEPS, events -> rlSteps(events).size() >= count, limit));
  }

  /** Waits until the run is finished. */
  void awaitFinished(Duration limit) {
    await(
        Topic.CONTROL,
        events ->
            events.stream()
                .anyMatch(
                    event ->
                        event instanceof PhaseChanged changed
                            && changed.getPhase() == Phase.FINISHED),
        limit);
  }

  /** All events of a type that are committed on a topic. */
  <T> List<T> all(Topic topic, Class<T> type) {
    try (TopicReader<SpecificRecord> reader =
        new TopicReader<>(bootstrap, topic.of(run), CODEC::decode)) {
      return reader.toEnd(Duration.ofSeconds(90)).stream()
          .filter(type::isInstance)
          .map(type::cast)
          .toList();
    }
  }

  List<StepCompleted> steps() {
    return all(Topic.STEPS, StepCompleted.class);
  }

  List<WeightsManifest> weights() {
    return all(Topic.WEIGHTS, WeightsManifest.class);
  }

  /**
   * Waits for the given number of assembled groups, scored or dropped, and returns the ids of all.
   */
  List<String> awaitAssembledGroups(int count, Duration limit) {
    return await(Topic.OUTCOMES, events -> outcomes(events).count() >= count, limit).stream()
        .filter(GroupOutcome.class::isInstance)
        .map(event -> ((GroupOutcome) event).getGroupId())
        .toList();
  }

  private static Stream<SpecificRecord> outcomes(List<SpecificRecord> events) {
    return events.stream().filter(GroupOutcome.class::isInstance);
  }

  /** The ids of all requested groups, for training or evaluation. */
  List<String> requestedGroups() {
    return all(Topic.TASKS, GroupRequest.class).stream().map(GroupRequest::getGroupId).toList();
  }

  /** The ids of all traces. */
  Set<String> traceIds() {
    return all(Topic.TRACES, Trace.class).stream()
        .map(Trace::getTraceId)
        .collect(Collectors.toSet());
  }

  /**
   * Waits until the given traces have verdicts, and returns the ids of all traces with a verdict.
   */
  Set<String> awaitVerdicts(Set<String> traces, Duration limit) {
    return tracesWithVerdict(
        await(Topic.VERDICTS, events -> tracesWithVerdict(events).containsAll(traces), limit));
  }

  private static Set<String> tracesWithVerdict(List<SpecificRecord> events) {
    return events.stream().map(event -> ((Verdict) event).getTraceId()).collect(Collectors.toSet());
  }

  /** Ids of the groups that a step trained on or skipped, in log order. */
  static List<String> consumed(List<StepCompleted> steps) {
    return rl(steps)
        .flatMap(
            step ->
                Stream.concat(
                    step.getBatch().stream().map(BatchEntry::getId),
                    step.getSkipped().stream().map(SkippedEntry::getId)))
        .toList();
  }

  /** Offsets of scored groups that entered a step, in the order of the steps. */
  static List<Long> trainedOffsets(List<StepCompleted> steps) {
    return rl(steps).flatMap(step -> step.getBatch().stream()).map(BatchEntry::getOffset).toList();
  }

  /** The steps of policy optimization. */
  static Stream<StepCompleted> rl(List<StepCompleted> steps) {
    return steps.stream().filter(step -> step.getStage() == Stage.RL);
  }

  private static List<StepCompleted> rlSteps(List<SpecificRecord> events) {
    return rl(events.stream()
            .filter(StepCompleted.class::isInstance)
            .map(StepCompleted.class::cast)
            .toList())
        .toList();
  }
}
