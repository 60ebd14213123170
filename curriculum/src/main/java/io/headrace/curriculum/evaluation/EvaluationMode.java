package io.headrace.curriculum.evaluation;

/** How the answers of an evaluation are decoded, one sample per task. */
public enum EvaluationMode {
  /** Greedy decoding: always the most likely token. */
  GREEDY(0),
  /** Sampling at temperature 1. */
  SAMPLED(1);

  private final double temperature;

  EvaluationMode(double temperature) {
    this.temperature = temperature;
  }

  /** Softmax temperature of the mode. */
  public double temperature() {
    return temperature;
  }

  /** The mode of requests with the given temperature. */
  public static EvaluationMode ofTemperature(double temperature) {
    return temperature == 0 ? GREEDY : SAMPLED;
  }
}
