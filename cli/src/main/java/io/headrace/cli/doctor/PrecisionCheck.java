package io.headrace.cli.doctor;

import io.headrace.cli.doctor.CheckResult.Level;
import io.headrace.learner.service.InitialModel;
import io.headrace.pipeline.config.DeviceSetting;
import io.headrace.pipeline.config.PrecisionSetting;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.program.DeviceChoice;
import io.headrace.policy.program.ExecutionRole;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.PrecisionChoice;
import io.headrace.policy.program.PrecisionTiming;
import io.headrace.policy.program.PrecisionTrials;
import io.headrace.policy.program.Processor;
import java.util.Locale;

/** Reports the precision of decoders and learner for the configured model, with the reason. */
final class PrecisionCheck {

  private static final String CHECK = "precision";

  private PrecisionCheck() {}

  static CheckResult of(RunConfig config) {
    try {
      ModelConfig shape = InitialModel.shape(config.model());
      Processor processor = Processor.local();
      return new CheckResult(
          CHECK,
          Level.OK,
          "generation %s; training %s; %s, %s"
              .formatted(
                  chosen(
                      shape,
                      new ExecutionSettings(
                          ExecutionRole.GENERATION,
                          device(config.rollout().device()),
                          precision(config.rollout().precision()),
                          1)),
                  chosen(
                      shape,
                      new ExecutionSettings(
                          ExecutionRole.TRAINING,
                          device(config.learner().device()),
                          precision(config.learner().precision()),
                          config.learner().threads())),
                  processor.model(),
                  processor.notableFeatures()));
    } catch (RuntimeException | LinkageError e) {
      return new CheckResult(CHECK, Level.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static String chosen(ModelConfig shape, ExecutionSettings settings) {
    try (PolicyProgram program = PolicyProgram.load(shape, settings)) {
      String taken = program.precision().name().toLowerCase(Locale.ROOT);
      if (settings.precision() != PrecisionChoice.AUTO) {
        return taken + " (as configured)";
      }
      if (!program.device().startsWith("cpu")) {
        return taken + " (on a GPU)";
      }
      if (!Processor.local().hasBfloat16()) {
        return taken + " (no bfloat16 instructions)";
      }
      return taken + " (" + measured(PrecisionTrials.of(shape, settings)) + ")";
    }
  }

  private static String measured(PrecisionTiming timing) {
    return String.format(
        Locale.ROOT,
        "%.2f times as fast as the other; float32 %.1f ms, bfloat16 %.1f ms",
        timing.advantage(),
        timing.float32Micros() / 1000.0,
        timing.bfloat16Micros() / 1000.0);
  }

  private static DeviceChoice device(DeviceSetting device) {
    return DeviceChoice.valueOf(device.name());
  }

  private static PrecisionChoice precision(PrecisionSetting precision) {
    return PrecisionChoice.valueOf(precision.name());
  }
}
