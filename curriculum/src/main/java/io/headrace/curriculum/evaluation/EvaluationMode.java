package io.headrace.curriculum.evaluation;

/** How the answers of an evaluation are drawn, one sample per task. */
public enum EvaluationMode {
  /** The likeliest token each time. */
  GREEDY(0),
  /** Drawn at temperature 1. */
  SAMPLED(1);

  private final double temperature;

  EvaluationMode(double temperature) {
    this.temperature = temperature;
  }

  /** Softmax temperature of the mode. */
  public double temperature() {
    return temperature;
  }

  /** The mode that requests with the given temperature belong to. */
  public static EvaluationMode ofTemperature(double temperature) {
    return temperature == 0 ? GREEDY : SAMPLED;
  }
}
