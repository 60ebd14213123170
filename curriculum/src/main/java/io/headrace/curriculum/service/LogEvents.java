package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.RunEvent;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.Demonstration;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TrainingGranted;
import io.headrace.schemas.topics.Topic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Converts records of the log to the controller's events and back. */
final class LogEvents {

  private LogEvents() {}

  /**
   * The event of a decoded record.
   *
   * @throws HeadraceException INVALID_EVENT when the controller can't use it
   */
  static RunEvent read(SpecificRecord value) {
    return switch (value) {
      case RunStarted event -> new RunEvent.Started(event);
      case StageStarted event -> moved(event);
      case PhaseChanged event -> moved(event);
      case TrainingGranted event -> new RunEvent.Granted(event);
      case CommandIssued event -> new RunEvent.Commanded(event);
      case GroupRequest event -> new RunEvent.Requested(event);
      case EvaluationCompleted event -> new RunEvent.Evaluated(event);
      case GroupOutcome event -> new RunEvent.GroupAssembled(checked(event));
      case ScoredGroup event -> new RunEvent.GroupAssembled(checked(GroupOutcomes.of(event)));
      case StepCompleted event -> {
        require(event.getWeightsOut() >= 0, "its weights version is negative");
        yield new RunEvent.Stepped(event);
      }
      case LearnerStopped event -> {
        require(event.getWeightsVersion() >= 0, "its weights version is negative");
        yield new RunEvent.LearnerHalted(event);
      }
      default ->
          throw invalid("a " + value.getSchema().getName() + " does not belong on this topic");
    };
  }

  private static RunEvent moved(SpecificRecord event) {
    return new RunEvent.PositionChanged(RunPosition.of(event).orElseThrow());
  }

  /** Whether only the curriculum writes such events; it applies them when it writes them. */
  static boolean isOwn(RunEvent event) {
    return switch (event) {
      case RunEvent.PositionChanged _,
          RunEvent.Granted _,
          RunEvent.Evaluated _,
          RunEvent.Requested _,
          RunEvent.Demonstrated _ ->
          true;
      case RunEvent.Started _,
          RunEvent.Commanded _,
          RunEvent.GroupAssembled _,
          RunEvent.Stepped _,
          RunEvent.LearnerHalted _ ->
          false;
    };
  }

  /** The records of an event to be written. */
  static List<ProducerRecord<String, SpecificRecord>> write(RunEvent decided, String run) {
    return switch (decided) {
      case RunEvent.PositionChanged(RunPosition position) ->
          Stream.<Optional<? extends SpecificRecord>>of(
                  position.stageEvent(run), position.endEvent(run))
              .flatMap(Optional::stream)
              .map(event -> record(Topic.CONTROL, run, run, event))
              .toList();
      case RunEvent.Granted(TrainingGranted grant) ->
          List.of(record(Topic.CONTROL, run, run, grant));
      case RunEvent.Requested(GroupRequest request) ->
          List.of(record(Topic.TASKS, run, request.getGroupId(), request));
      case RunEvent.Evaluated(EvaluationCompleted result) ->
          List.of(
              record(Topic.EVALS, run, result.getEvaluation(), result),
              record(Topic.OUTCOMES, run, result.getEvaluation(), result));
      case RunEvent.Demonstrated(Demonstration demonstration) ->
          List.of(
              record(
                  Topic.DEMONSTRATIONS, run, demonstration.getTask().getTaskId(), demonstration));
      case RunEvent.Started _,
          RunEvent.Commanded _,
          RunEvent.GroupAssembled _,
          RunEvent.Stepped _,
          RunEvent.LearnerHalted _ ->
          throw new IllegalArgumentException("the curriculum does not write " + decided);
    };
  }

  /** The record of a part of a snapshot. */
  static ProducerRecord<String, SpecificRecord> write(CurriculumSnapshot part, String run) {
    return record(Topic.SNAPSHOTS, run, CurriculumService.NAME + "/" + part.getPart(), part);
  }

  private static ProducerRecord<String, SpecificRecord> record(
      Topic topic, String run, String key, SpecificRecord value) {
    return new ProducerRecord<>(topic.of(run), key, value);
  }

  private static GroupOutcome checked(GroupOutcome group) {
    require(!group.getGroupId().isEmpty(), "its group id is empty");
    for (SampleOutcome sample : group.getSamples()) {
      Long oldest = sample.getOldestWeightsVersion();
      require(oldest == null || oldest >= 0, "a sample's weights version is negative");
    }
    return group;
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw invalid(problem);
    }
  }

  private static HeadraceException invalid(String problem) {
    return new HeadraceException(ErrorCode.INVALID_EVENT, "the event can't be used: " + problem);
  }
}
