package io.headrace.learner.service;

import io.headrace.learner.checkpoint.Checkpoint;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.learner.step.PolicyStep;
import io.headrace.learner.step.TrainableModel;
import io.headrace.learner.step.TrainedParts;
import io.headrace.pipeline.config.LearnerConfig;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ScalarHead;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.program.DeviceChoice;
import io.headrace.policy.program.ExecutionRole;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.HeadParameters;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.ParameterSet;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.PrecisionChoice;
import io.headrace.policy.program.TrainableParameters;
import io.headrace.policy.tokenizer.Tokenizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The model in training: program, float32 master weights of backbone and heads, and the optimizer
 * of what is trained, with its tokenizer. Owns its native memory; used by one thread.
 */
final class LearnerPolicy implements AutoCloseable {

  private final Tokenizer tokenizer;
  private final PolicyProgram program;
  private final PolicyParameters backbone;
  private final SequencedMap<String, HeadParameters> heads = new LinkedHashMap<>();
  private final long seed;
  private TrainableParameters trained;
  private OptimizerState optimizer;

  /** Loads the program with the weights, heads and moments of a checkpoint. */
  LearnerPolicy(Checkpoint checkpoint, LearnerConfig config) {
    tokenizer = checkpoint.model().tokenizer();
    seed = checkpoint.state().seed();
    program = PolicyProgram.load(checkpoint.model().config(), settings(config));
    backbone = program.parameters(checkpoint.model().tensors());
    checkpoint
        .heads()
        .forEach((name, tensors) -> heads.put(name, program.head(head(name), tensors)));
    boolean resumes = !checkpoint.moments().isEmpty();
    trained =
        select(
            resumes ? OptimizerState.parameters(checkpoint.moments().keySet()) : backbone.names());
    optimizer = program.optimizer(trained);
    if (resumes) {
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

  /** Resets the moments, as at the start of a stage. */
  void resetOptimizer() {
    optimizer.reset();
  }

  /**
   * Makes the next steps train some parts. A head that the model lacks is added untrained; moments
   * are kept while the parts stay the same.
   */
  void train(TrainedParts parts) {
    parts
        .heads()
        .forEach(name -> heads.computeIfAbsent(name, absent -> program.head(head(absent), seed)));
    Set<String> tensors = parts.tensors(config());
    if (!tensors.equals(Set.copyOf(trained.names()))) {
      trained = select(tensors);
      optimizer.close();
      optimizer = program.optimizer(trained);
    }
  }

  PolicyStep step() {
    return new PolicyStep(
        new TrainableModel(
            program,
            backbone,
            Optional.ofNullable(heads.get(TrainedParts.VALUE_HEAD)),
            trained,
            optimizer,
            Optional.empty()));
  }

  /** The present model; with moments only where the next step continues from them. */
  Checkpoint checkpoint(LearnerState state) {
    SequencedMap<String, SequencedMap<String, FloatTensor>> tensors = new LinkedHashMap<>();
    heads.forEach((name, head) -> tensors.put(name, head.toTensors()));
    return new Checkpoint(
        state,
        new ModelFolder(program.config(), tokenizer, backbone.toTensors()),
        state.optimizerSteps() > 0 ? optimizer.toTensors() : new LinkedHashMap<>(),
        tensors);
  }

  private TrainableParameters select(Collection<String> tensors) {
    ParameterSet[] sets =
        Stream.concat(Stream.of(backbone), heads.values().stream()).toArray(ParameterSet[]::new);
    return TrainableParameters.select(tensors, sets);
  }

  private ScalarHead head(String name) {
    return TrainedParts.head(name, program.config());
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
    heads.values().forEach(HeadParameters::close);
    backbone.close();
    program.close();
  }
}
