package io.headrace.policy.program;

/**
 * Time of the same work in both precisions.
 *
 * @param float32Micros microseconds in float32
 * @param bfloat16Micros microseconds in bfloat16
 */
public record PrecisionTiming(long float32Micros, long bfloat16Micros) {

  /** Validates that both are positive. */
  public PrecisionTiming {
    if (float32Micros < 1 || bfloat16Micros < 1) {
      throw new IllegalArgumentException("both times must be at least 1 µs");
    }
  }

  /** The faster precision; float32, the more exact one, when they are equal. */
  public Precision faster() {
    return bfloat16Micros < float32Micros ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  /** The speed-up of the faster precision over the other, at least 1. */
  public double advantage() {
    return (double) Math.max(float32Micros, bfloat16Micros)
        / Math.min(float32Micros, bfloat16Micros);
  }
}
