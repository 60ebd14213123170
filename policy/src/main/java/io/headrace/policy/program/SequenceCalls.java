package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** The program's methods over whole sequences. */
final class SequenceCalls {
  private final ProgramModule module;
  private final NDArray shape;
  private final int vocabularyChunk;

  /**
   * @param vocabularyChunk number of vocabulary entries whose logits are in memory at once
   */
  SequenceCalls(ProgramModule module, NDArray shape, int vocabularyChunk) {
    this.module = module;
    this.shape = shape;
    this.vocabularyChunk = vocabularyChunk;
  }

  NDArray logits(NDManager scope, PolicyParameters parameters, TokenBatch batch) {
    try (NDManager inputs = scope.newSubManager()) {
      NDList arguments = sequences(inputs, batch);
      arguments.add(shape);
      arguments.addAll(parameters.argument("weights"));
      return module.run(scope, "forward", arguments).singletonOrThrow();
    }
  }

  NDArray hiddenStates(NDManager scope, PolicyParameters parameters, TokenBatch batch) {
    // The inputs belong to the result's scope, since the backward pass reads them.
    NDList arguments = sequences(scope, batch);
    arguments.add(shape);
    arguments.addAll(parameters.argument("weights"));
    return module.record(scope, "hidden_states", arguments).singletonOrThrow();
  }

  NDArray logProbs(
      NDManager scope, PolicyParameters parameters, TokenBatch batch, float[] temperatures) {
    // The inputs belong to the result's scope, since the backward pass reads them.
    NDList arguments = logProbArguments(scope, parameters, batch, temperatures);
    return module.record(scope, "log_probs", arguments).singletonOrThrow();
  }

  TokenOutputs logProbsAndStates(
      NDManager scope, PolicyParameters parameters, TokenBatch batch, float[] temperatures) {
    NDList arguments = logProbArguments(scope, parameters, batch, temperatures);
    NDList outputs = module.record(scope, "log_probs_and_states", arguments);
    return new TokenOutputs(outputs.get(0), outputs.get(1));
  }

  TokenNumbers logProbsAndValues(
      PolicyParameters parameters, HeadParameters head, TokenBatch batch, float[] temperatures) {
    try (NDManager scope = module.manager().newSubManager()) {
      return module.withoutGradients(
          () -> {
            TokenOutputs outputs = logProbsAndStates(scope, parameters, batch, temperatures);
            return new TokenNumbers(
                HostArrays.floatRows(outputs.logProbs()),
                HostArrays.floatRows(head.applyBeforeTokens(outputs.states())));
          });
    }
  }

  float[][] logProbValues(PolicyParameters parameters, TokenBatch batch, float[] temperatures) {
    try (NDManager scope = module.manager().newSubManager()) {
      NDList arguments = logProbArguments(scope, parameters, batch, temperatures);
      return HostArrays.floatRows(module.run(scope, "log_probs", arguments).singletonOrThrow());
    }
  }

  private NDList logProbArguments(
      NDManager inputs, PolicyParameters parameters, TokenBatch batch, float[] temperatures) {
    if (temperatures.length != batch.rows()) {
      throw new IllegalArgumentException(
          "temperatures must have one value per row, %d, not %d"
              .formatted(batch.rows(), temperatures.length));
    }
    NDList arguments = sequences(inputs, batch);
    arguments.add(HostArrays.floats(inputs, temperatures, temperatures.length));
    arguments.add(HostArrays.longs(inputs, new int[] {vocabularyChunk}));
    arguments.add(shape);
    arguments.addAll(parameters.argument("weights"));
    return arguments;
  }

  private static NDList sequences(NDManager inputs, TokenBatch batch) {
    int rows = batch.rows();
    int columns = batch.columns();
    return new NDList(
        HostArrays.longs(inputs, batch.tokens(), rows, columns),
        HostArrays.longs(inputs, batch.positions(), rows, columns),
        batch.isPaddedOnTheLeft()
            ? HostArrays.booleans(inputs, batch.valid(), rows, columns)
            : HostArrays.booleans(inputs, new boolean[0], 0));
  }
}
