package io.headrace.learner.step;

/**
 * The learning rate as a function of the update within a stage.
 *
 * <p>Over the first {@code warmup} updates it rises linearly, {@code peak · (u + 1) / warmup}; then
 * it stays ({@link Decay#CONSTANT}) or falls along half a cosine to {@code floor · peak} at update
 * {@code horizon} and stays there ({@link Decay#COSINE}).
 *
 * @param peak the highest rate
 * @param warmup number of updates until the peak, 0 for none
 * @param decay how the rate changes after the warm-up
 * @param horizon the update at which a cosine ends
 * @param floor final rate as a fraction of the peak
 */
public record LearningRate(double peak, int warmup, Decay decay, int horizon, double floor) {

  /** How the rate changes after the warm-up. */
  public enum Decay {
    /** The rate stays at its peak. */
    CONSTANT,
    /** The rate falls along half a cosine. */
    COSINE
  }

  /** Checks the ranges. */
  public LearningRate {
    if (!(peak > 0) || warmup < 0 || floor < 0 || floor > 1) {
      throw new IllegalArgumentException(
          "learning rate needs peak > 0, warmup >= 0, floor in [0, 1]: %s, %d, %s"
              .formatted(peak, warmup, floor));
    }
    if (decay == Decay.COSINE && horizon <= warmup) {
      throw new IllegalArgumentException(
          "a cosine must end after its warm-up: horizon %d, warmup %d".formatted(horizon, warmup));
    }
  }

  /** The same rate at every update. */
  public static LearningRate constant(double peak) {
    return new LearningRate(peak, 0, Decay.CONSTANT, 0, 1);
  }

  /**
   * The rate of one update.
   *
   * @param update number of the update within the stage, from 0
   */
  public double at(long update) {
    if (update < warmup) {
      return peak * (update + 1) / warmup;
    }
    return switch (decay) {
      case CONSTANT -> peak;
      case COSINE -> {
        double done = Math.min(1, (double) (update - warmup) / (horizon - warmup));
        yield peak * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done)));
      }
    };
  }
}
