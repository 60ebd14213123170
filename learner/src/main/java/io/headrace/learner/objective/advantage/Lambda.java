package io.headrace.learner.objective.advantage;

/** The parameter λ of generalized advantage estimation for a trace. */
public sealed interface Lambda {

  /**
   * λ of one trace, in [0, 1].
   *
   * @param length trained tokens of the trace, above 0
   */
  double of(int length);

  /**
   * The same for every trace.
   *
   * @param value in [0, 1]
   */
  record Constant(double value) implements Lambda {

    /** Checks the range. */
    public Constant {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("lambda must be in [0, 1], not " + value);
      }
    }

    @Override
    public double of(int length) {
      return value;
    }
  }

  /**
   * VAPO's length-adaptive λ (arXiv 2504.05118, section 4.2), {@code 1 - 1/(alpha length)} clamped
   * to [0, 1].
   *
   * @param alpha above 0; the paper has 0.05
   */
  record LengthAdaptive(double alpha) implements Lambda {

    /** Checks alpha. */
    public LengthAdaptive {
      if (!(alpha > 0) || !Double.isFinite(alpha)) {
        throw new IllegalArgumentException("alpha must be a finite number above 0, not " + alpha);
      }
    }

    @Override
    public double of(int length) {
      return Math.clamp(1 - 1 / (alpha * length), 0.0, 1.0);
    }
  }
}
