package io.headrace.curriculum.controller;

import io.headrace.pipeline.plan.RunPosition;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.Demonstration;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TrainingGranted;

/** An event of the log that the controller reads or writes. */
public sealed interface RunEvent {

  /** On control: the run was created. */
  record Started(RunStarted event) implements RunEvent {}

  /** On control: the run entered a stage or an end state. Written by the controller. */
  record PositionChanged(RunPosition position) implements RunEvent {}

  /** On control: how far the learner may train. Written by the controller. */
  record Granted(TrainingGranted event) implements RunEvent {}

  /** On control: a command of an operator. */
  record Commanded(CommandIssued event) implements RunEvent {}

  /** On demonstrations: a prompt with a demonstrated response. Written by the controller. */
  record Demonstrated(Demonstration event) implements RunEvent {}

  /** On tasks: a group was requested. Written by the controller. */
  record Requested(GroupRequest event) implements RunEvent {}

  /** On outcomes: a group was assembled, with or without scores. */
  record GroupAssembled(GroupOutcome event) implements RunEvent {}

  /** On steps: the learner completed a step. */
  record Stepped(StepCompleted event) implements RunEvent {}

  /** On steps: the learner takes no further step. */
  record LearnerHalted(LearnerStopped event) implements RunEvent {}

  /** On evals and outcomes: an evaluation is complete. Written by the controller. */
  record Evaluated(EvaluationCompleted event) implements RunEvent {}
}
