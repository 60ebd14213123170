package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.pipeline.id.GroupId;
import io.headrace.schemas.EvaluationCompleted;
import java.util.Map;
import java.util.Set;

/**
 * The controller's state as comparable values: two controllers that read the same log have equal
 * states.
 *
 * @param summary summary of the run
 * @param timesAsked how often each task was requested
 * @param unanswered training groups without a scored group
 * @param waitingGroups trainable groups that wait for a step
 * @param successRates success rate of each task with an observed group
 * @param startedEvaluations evaluations requested
 * @param results evaluations completed
 */
public record ControllerState(
    RunSummary summary,
    Map<String, Integer> timesAsked,
    Set<GroupId> unanswered,
    Set<GroupId> waitingGroups,
    Map<String, Double> successRates,
    Set<EvaluationId> startedEvaluations,
    Map<EvaluationId, EvaluationCompleted> results) {}
