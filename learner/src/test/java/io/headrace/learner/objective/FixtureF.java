package io.headrace.learner.objective;

/**
 * The shared fixture F of the reference numbers: one prompt, four responses, ten tokens, rewards 1,
 * 0, 1, 0.
 */
final class FixtureF {

  static final TwinBatch BATCH =
      new TwinBatch(
          new double[][] {{-0.78, -0.6, -1.7}, {-1.0, -1.0}, {-0.35, -0.8, -1.9, -0.4}, {-1.1}},
          new double[][] {{-1.0, -0.5, -2.0}, {-0.7, -1.2}, {-0.3, -0.9, -1.5, -0.4}, {-2.3}},
          new double[][] {{-1.1, -0.55, -1.9}, {-0.75, -1.1}, {-0.3, -1.0, -1.6, -0.5}, {-2.2}},
          new double[][] {{-1.05, -0.45, -2.4}, {-0.7, -1.9}, {-0.35, -0.9, -1.45, -0.1}, {-2.5}},
          new double[] {1, 0, 1, 0});

  private FixtureF() {}
}
