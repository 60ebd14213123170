package io.headrace.curriculum.evaluation;

import java.util.Locale;

/** Why an evaluation is made. */
public enum EvaluationTrigger {
  /** A publish of the cold start; its result may end the cold start. */
  COLD_START,
  /** The schedule during policy optimization. */
  TRAINING,
  /** The last weights of the run. */
  FINAL;

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
