package io.headrace.policy.program;

/**
 * How one program runs.
 *
 * @param role what it is loaded for; decides what {@link PrecisionChoice#AUTO} measures
 * @param device where it runs
 * @param precision the type its layers compute in
 * @param threads threads one call uses, applied to the calling thread; one for a decoder, because
 *     several single-threaded decoders beat one with many threads on a small model
 */
public record ExecutionSettings(
    ExecutionRole role, DeviceChoice device, PrecisionChoice precision, int threads) {

  public ExecutionSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
  }

  /** A decoder: one thread, device and precision chosen by the machine. */
  public static ExecutionSettings generation() {
    return new ExecutionSettings(
        ExecutionRole.GENERATION, DeviceChoice.AUTO, PrecisionChoice.AUTO, 1);
  }

  /** A learner with as many threads as it may use. */
  public static ExecutionSettings training(int threads) {
    return new ExecutionSettings(
        ExecutionRole.TRAINING, DeviceChoice.AUTO, PrecisionChoice.AUTO, threads);
  }

  public ExecutionSettings with(DeviceChoice device) {
    return new ExecutionSettings(role, device, precision, threads);
  }

  public ExecutionSettings with(PrecisionChoice precision) {
    return new ExecutionSettings(role, device, precision, threads);
  }
}
