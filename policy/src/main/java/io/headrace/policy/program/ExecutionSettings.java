package io.headrace.policy.program;

/**
 * Settings of one program.
 *
 * @param role use of the program, for which {@link PrecisionChoice#AUTO} measures
 * @param device the device
 * @param precision number format of the layers' computation
 * @param threads threads per call, set for the calling thread; one for a decoder, because several
 *     single-threaded decoders are faster than one with many threads on a small model
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
