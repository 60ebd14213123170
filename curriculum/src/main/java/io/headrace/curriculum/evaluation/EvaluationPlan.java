package io.headrace.curriculum.evaluation;

import java.util.List;

/**
 * What an evaluation asks for and when the next is due.
 *
 * @param tasks the most held-out tasks an evaluation asks; each once per mode
 * @param modes how answers are drawn
 * @param everyVersions how many weights versions apart evaluations are during training
 * @param maxNewTokens most tokens of an answer
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
