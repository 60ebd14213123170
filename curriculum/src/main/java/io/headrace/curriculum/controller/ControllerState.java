package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.pipeline.id.GroupId;
import io.headrace.schemas.EvaluationCompleted;
import java.util.Map;
import java.util.Set;

/**
 * Everything the controller knows, as values that can be compared: two controllers that read the
 * same log are equal.
 *
 * @param summary where the run stands
 * @param timesAsked how often each task was asked
 * @param unanswered training groups without a scored group
 * @param waitingGroups assembled groups that wait for a step
 * @param successRates success rate of each task seen
 * @param startedEvaluations evaluations asked for
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
