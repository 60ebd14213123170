package io.headrace.curriculum.conductor;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.pipeline.id.GroupId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Phase;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the conductor knows, as values that can be compared: two conductors that read the same
 * log are equal.
 *
 * @param phase the phase; empty before the first
 * @param paused whether an operator paused the run
 * @param newestVersion the newest committed weights
 * @param trainingSteps steps of policy optimization
 * @param nextNumber number of the next request
 * @param timesAsked how often each task was asked
 * @param running training groups at the workers, those past their deadline not counted
 * @param unanswered training groups without a scored group
 * @param waitingOffsets scored groups that wait for a step
 * @param capacity how many training groups may be asked for now
 * @param successRate moving average over all tasks
 * @param successRates success rate of each task seen
 * @param startedEvaluations evaluations asked for
 * @param results evaluations completed
 */
public record RunState(
    Optional<Phase> phase,
    boolean paused,
    WeightsVersion newestVersion,
    long trainingSteps,
    long nextNumber,
    Map<String, Integer> timesAsked,
    long running,
    Set<GroupId> unanswered,
    Set<Long> waitingOffsets,
    long capacity,
    double successRate,
    Map<String, Double> successRates,
    Set<EvaluationId> startedEvaluations,
    Map<EvaluationId, EvaluationCompleted> results) {}
