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

/** An event of the log that the controller follows or writes. */
public sealed interface RunEvent {

  /** On control: the run was created. */
  record Started(RunStarted event) implements RunEvent {}

  /** On control: the run is in another stage or end state. Written by the controller. */
  record Moved(RunPosition position) implements RunEvent {}

  /** On control: how far the learner may train. Written by the controller. */
  record Granted(TrainingGranted event) implements RunEvent {}

  /** On control: an operator asked for something. */
  record Commanded(CommandIssued event) implements RunEvent {}

  /** On demonstrations: an answer to imitate. Written by the controller. */
  record Demonstrated(Demonstration event) implements RunEvent {}

  /** On tasks: a group was asked for. Written by the controller. */
  record Requested(GroupRequest event) implements RunEvent {}

  /** On outcomes: a group was assembled. */
  record Scored(GroupOutcome event) implements RunEvent {}

  /** On steps: the learner took a step. */
  record Stepped(StepCompleted event) implements RunEvent {}

  /** On steps: the learner takes no further step. */
  record Halted(LearnerStopped event) implements RunEvent {}

  /** On evals and outcomes: an evaluation is complete. Written by the controller. */
  record Evaluated(EvaluationCompleted event) implements RunEvent {}
}
