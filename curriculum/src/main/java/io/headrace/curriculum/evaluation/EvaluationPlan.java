package io.headrace.curriculum.evaluation;

import java.util.List;

/**
 * What an evaluation requests and how often.
 *
 * @param tasks maximum number of held-out tasks of an evaluation, each requested once per mode
 * @param modes how answers are decoded
 * @param everyVersions number of weights versions between evaluations of an rl stage
 * @param maxNewTokens maximum number of tokens of an answer
 * @param stop strings that end an answer
 */
public record EvaluationPlan(
    int tasks, List<EvaluationMode> modes, int everyVersions, int maxNewTokens, List<String> stop) {

  public EvaluationPlan {
    modes = List.copyOf(modes);
    stop = List.copyOf(stop);
    if (tasks < 1 || modes.isEmpty() || everyVersions < 1 || maxNewTokens < 1) {
      throw new IllegalArgumentException(
          "an evaluation needs at least one task, mode, version and token, got "
              + tasks
              + ", "
              + modes
              + ", "
              + everyVersions
              + ", "
              + maxNewTokens);
    }
  }
}
