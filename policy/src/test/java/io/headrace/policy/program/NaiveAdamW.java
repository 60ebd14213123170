package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** AdamW one number at a time, in doubles. */
final class NaiveAdamW {
  private final List<float[]> weights;
  private final List<double[]> first;
  private final List<double[]> second;
  private final AdamWSettings settings;
  private int steps;

  NaiveAdamW(List<float[]> weights, AdamWSettings settings) {
    this.weights = weights;
    this.first = weights.stream().map(w -> new double[w.length]).toList();
    this.second = weights.stream().map(w -> new double[w.length]).toList();
    this.settings = settings;
  }

  List<float[]> weights() {
    return weights;
  }

  /** Returns the norm before clipping; {@code arrays} only distinguish matrices from vectors. */
  double step(List<NDArray> arrays, List<float[]> gradients) {
    steps++;
    double norm = Math.sqrt(gradients.stream().mapToDouble(NaiveAdamW::squares).sum());
    double clip = Math.min(1, settings.maxGradientNorm() / norm);
    for (int i = 0; i < weights.size(); i++) {
      double decay = arrays.get(i).getShape().dimension() > 1 ? settings.weightDecay() : 0;
      for (int j = 0; j < weights.get(i).length; j++) {
        weights.get(i)[j] = (float) updated(i, j, gradients.get(i)[j] * clip, decay);
      }
    }
    return norm;
  }

  private double updated(int i, int j, double gradient, double decay) {
    double m = settings.beta1() * first.get(i)[j] + (1 - settings.beta1()) * gradient;
    double v = settings.beta2() * second.get(i)[j] + (1 - settings.beta2()) * gradient * gradient;
    first.get(i)[j] = m;
    second.get(i)[j] = v;
    double direction =
        m
            / (1 - Math.pow(settings.beta1(), steps))
            / (Math.sqrt(v / (1 - Math.pow(settings.beta2(), steps))) + settings.epsilon());
    double weight = weights.get(i)[j] * (1 - settings.learningRate() * decay);
    return weight - settings.learningRate() * direction;
  }

  private static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }
}
