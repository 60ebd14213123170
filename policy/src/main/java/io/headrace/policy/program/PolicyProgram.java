package io.headrace.policy.program;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ScalarHead;
import java.util.Map;

/**
 * The policy's computation for one model configuration: the TorchScript source {@code
 * policy.torchscript}, run by libtorch. Parameters are arguments, so one program serves the policy
 * being trained, the behaviour policy and the reference.
 *
 * <p>Used by one thread at a time; a decoder and a learner each load their own. Loading takes
 * milliseconds. The caller must close everything that it creates, before the program.
 *
 * <p>Arrays returned to the caller belong to the {@link NDManager} passed in as {@code scope}; use
 * one scope per step. Gradients: open a {@code GradientCollector}, call {@link #logProbs}, compute
 * a loss, run its backward pass, then {@link #update}.
 */
public final class PolicyProgram implements AutoCloseable {
  private static final int VOCABULARY_CHUNK = 8192;

  private final ModelConfig config;
  private final Precision precision;
  private final ProgramModule module;
  private final NDManager manager;
  private final NDArray shape;
  private final SequenceCalls sequences;
  private final GenerationCalls generation;
  private final OptimizerCalls optimizer;

  private PolicyProgram(ModelConfig config, Precision precision, ProgramModule module) {
    this.config = config;
    this.precision = precision;
    this.module = module;
    this.manager = module.manager().newSubManager();
    this.shape = manager.create(ModelShape.of(config, precision));
    this.sequences = new SequenceCalls(module, shape, VOCABULARY_CHUNK);
    this.generation = new GenerationCalls(module, shape);
    this.optimizer = new OptimizerCalls(module, manager);
  }

  /**
   * Loads the program for a model.
   *
   * @throws ComputeUnavailableException when the device or the engine cannot be used here
   */
  public static PolicyProgram load(ModelConfig config, ExecutionSettings settings) {
    Device device = Devices.choose(settings.device());
    Precision precision = PrecisionRule.choose(config, settings, device);
    return load(config, precision, device, settings.threads());
  }

  static PolicyProgram load(ModelConfig config, Precision precision, Device device, int threads) {
    return new PolicyProgram(config, precision, ProgramModule.load(device, threads));
  }

  public ModelConfig config() {
    return config;
  }

  /** The precision in use. */
  public Precision precision() {
    return precision;
  }

  /** The device in use, for messages: {@code cpu()} or {@code gpu(0)}. */
  public String device() {
    return manager.getDevice().toString();
  }

  /** The parent manager of everything that this program creates. */
  NDManager manager() {
    return manager;
  }

  /** A scope for one step; close it when the step is over. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /**
   * An array with these values, freed with the scope.
   *
   * @param values row-major
   */
  public NDArray array(NDManager scope, float[] values, long... shape) {
    return HostArrays.floats(scope, values, shape);
  }

  // ---- parameters

  /** Parameters with these values; exactly the tensors of {@link ModelConfig#expectedTensors}. */
  public PolicyParameters parameters(Map<String, FloatTensor> tensors) {
    return new PolicyParameters(manager, config, tensors);
  }

  /** Untrained parameters; see {@link InitialWeights}. */
  public PolicyParameters parameters(long seed) {
    return parameters(InitialWeights.of(config, seed));
  }

  /** A head with these values; exactly the tensors of {@link ScalarHead#expectedTensors}. */
  public HeadParameters head(ScalarHead head, Map<String, FloatTensor> tensors) {
    return new HeadParameters(manager, head, tensors);
  }

  /** An untrained head; see {@link InitialWeights}. */
  public HeadParameters head(ScalarHead head, long seed) {
    return head(head, InitialWeights.of(head.expectedTensors(), seed));
  }

  /** A snapshot of the parameters for decoding. */
  public ServingWeights serve(PolicyParameters parameters) {
    NDManager scope = newScope();
    NDList arguments = new NDList(shape);
    arguments.addAll(parameters.argument("weights"));
    return new ServingWeights(scope, module.run(scope, "prepare", arguments));
  }

  // ---- whole sequences

  /** Logits {@code [rows, columns, vocabulary]}, float32, without gradients. */
  public NDArray logits(NDManager scope, PolicyParameters parameters, TokenBatch batch) {
    return sequences.logits(scope, parameters, batch);
  }

  /**
   * Hidden states after the final norm, to which heads are applied: {@code [rows, columns, hidden]}
   * float32, differentiable in the parameters that require gradients; states of padding are
   * arbitrary.
   */
  public NDArray hiddenStates(NDManager scope, PolicyParameters parameters, TokenBatch batch) {
    return sequences.hiddenStates(scope, parameters, batch);
  }

  /**
   * Log-probs of the batch's own tokens, differentiable in the parameters.
   *
   * @param temperatures one per row, above 0; divides the logits
   * @return {@code [rows, columns - 1]} float32: column t is the log-prob of token t + 1 given
   *     those before it; columns of padding are arbitrary and must be masked by the caller
   */
  public NDArray logProbs(
      NDManager scope, PolicyParameters parameters, TokenBatch batch, float[] temperatures) {
    return sequences.logProbs(scope, parameters, batch, temperatures);
  }

  /** The same log-probs as plain numbers, {@code [rows][columns - 1]}, without gradients. */
  public float[][] logProbValues(
      PolicyParameters parameters, TokenBatch batch, float[] temperatures) {
    return sequences.logProbValues(parameters, batch, temperatures);
  }

  /**
   * The same log-probs with the hidden states of the same pass, for heads; differentiable in the
   * parameters that require gradients.
   */
  public TokenOutputs logProbsAndStates(
      NDManager scope, PolicyParameters parameters, TokenBatch batch, float[] temperatures) {
    return sequences.logProbsAndStates(scope, parameters, batch, temperatures);
  }

  /** Log-probs and what a head gives, as plain numbers, of one pass without gradients. */
  public TokenNumbers logProbsAndValues(
      PolicyParameters parameters, HeadParameters head, TokenBatch batch, float[] temperatures) {
    return sequences.logProbsAndValues(parameters, head, batch, temperatures);
  }

  // ---- optimizer

  /** Optimizer state with zero moments for all parameters of this model. */
  public OptimizerState optimizer() {
    return new OptimizerState(manager, config.expectedTensors());
  }

  /** Optimizer state with zero moments for some parameters: a trainable subset, a head. */
  public OptimizerState optimizer(ParameterSet parameters) {
    return new OptimizerState(manager, parameters.shapes());
  }

  /**
   * One AdamW step with the gradients accumulated in the parameters since the last one; they are
   * zero afterwards.
   *
   * @param state optimizer state of these parameters
   * @return the global gradient norm before clipping; if it is not finite, parameters and moments
   *     are unchanged
   */
  public double update(ParameterSet parameters, OptimizerState state, AdamWSettings settings) {
    return optimizer.update(parameters, state, settings);
  }

  // ---- generation

  /** An empty cache of {@code slots} sequences of up to {@code capacity} tokens. */
  public KeyValueCache newCache(int slots, int capacity) {
    return generation.newCache(slots, capacity);
  }

  /**
   * Writes the keys and values of whole token rows into slots, from column 0. Pass all tokens of a
   * sequence but the last, from which {@link #decode} starts.
   *
   * @param batch rows padded on the right
   * @param slots one distinct slot per row
   */
  public void prefill(ServingWeights weights, KeyValueCache cache, TokenBatch batch, int[] slots) {
    generation.prefill(weights, cache, batch, slots);
  }

  /**
   * Copies the first columns of slots to other slots: a prompt to its group, or the last slots into
   * freed ones. Targets are distinct; sources are read before any target is written.
   */
  public void copySlots(KeyValueCache cache, int[] sources, int[] targets, int columns) {
    generation.copySlots(cache, sources, targets, columns);
  }

  /**
   * Samples up to {@code request.steps()} tokens for the first {@code request.rows()} slots,
   * writing their keys and values. Cost grows with the longest row taking part, not with the
   * capacity; keep live sequences in the first slots.
   */
  public DecodedTokens decode(ServingWeights weights, KeyValueCache cache, DecodeRequest request) {
    return generation.decode(weights, cache, request);
  }

  @Override
  public void close() {
    manager.close();
    module.close();
  }
}
