package io.headrace.learner.step;

import java.util.Map;

/**
 * Losses and metrics of one optimizer step.
 *
 * @param loss the objective's value, mean over the optimizer updates
 * @param gradientNorm norm before clipping, mean over the optimizer updates
 * @param learningRate of the last optimizer update
 * @param optimizerUpdates number of optimizer updates
 * @param trainedTokens real tokens that passed through the model, each optimizer update counted
 * @param metrics further metrics by name
 */
public record StepReport(
    double loss,
    double gradientNorm,
    double learningRate,
    int optimizerUpdates,
    long trainedTokens,
    Map<String, Double> metrics) {

  /** Copies the map. */
  public StepReport {
    metrics = Map.copyOf(metrics);
  }
}
