package io.headrace.learner.step;

import java.util.Map;

/**
 * What one optimizer step did.
 *
 * @param loss the objective's value, mean over the inner updates
 * @param gradientNorm norm before clipping, mean over the inner updates
 * @param learningRate of the last inner update
 * @param innerUpdates how many there were
 * @param trainedTokens real tokens that passed through the model, each inner update counted
 * @param metrics further figures by name
 */
public record StepReport(
    double loss,
    double gradientNorm,
    double learningRate,
    int innerUpdates,
    long trainedTokens,
    Map<String, Double> metrics) {

  /** Copies the map. */
  public StepReport {
    metrics = Map.copyOf(metrics);
  }
}
