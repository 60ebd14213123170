package io.headrace.learner.service;

import io.headrace.learner.checkpoint.Checkpoint;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.learner.step.PolicyStep;
import io.headrace.pipeline.config.LearnerConfig;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.program.DeviceChoice;
import io.headrace.policy.program.ExecutionRole;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.PrecisionChoice;
import io.headrace.policy.tokenizer.Tokenizer;
import java.util.LinkedHashMap;

/**
 * The model in training: program, float32 master weights and optimizer, with its tokenizer. Owns
 * its native memory; used by one thread.
 */
final class LearnerPolicy implements AutoCloseable {

  private final Tokenizer tokenizer;
  private final PolicyProgram program;
  private final PolicyParameters parameters;
  private final OptimizerState optimizer;

  /** Loads the program and gives it a checkpoint's weights and moments. */
  LearnerPolicy(Checkpoint checkpoint, LearnerConfig config) {
    tokenizer = checkpoint.model().tokenizer();
    program = PolicyProgram.load(checkpoint.model().config(), settings(config));
    parameters = program.parameters(checkpoint.model().tensors());
    parameters.requireGradients(true);
    optimizer = program.optimizer();
    if (!checkpoint.moments().isEmpty()) {
      optimizer.restore(checkpoint.moments(), checkpoint.state().optimizerSteps());
    }
  }

  ModelConfig config() {
    return program.config();
  }

  /** Updates since the optimizer was last reset. */
  long optimizerSteps() {
    return optimizer.steps();
  }

  /** Forgets the moments, as a stage does that begins. */
  void resetOptimizer() {
    optimizer.reset();
  }

  PolicyStep step() {
    return new PolicyStep(program, parameters, optimizer);
  }

  /** The model as it is now; the moments only where they outlive the step. */
  Checkpoint checkpoint(LearnerState state) {
    return new Checkpoint(
        state,
        new ModelFolder(program.config(), tokenizer, parameters.toTensors()),
        state.optimizerSteps() > 0 ? optimizer.toTensors() : new LinkedHashMap<>());
  }

  private static ExecutionSettings settings(LearnerConfig config) {
    return new ExecutionSettings(
        ExecutionRole.TRAINING,
        DeviceChoice.valueOf(config.device().name()),
        PrecisionChoice.valueOf(config.precision().name()),
        config.threads());
  }

  @Override
  public void close() {
    optimizer.close();
    parameters.close();
    program.close();
  }
}
