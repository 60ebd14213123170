package io.headrace.policy.generation;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.program.DecodeRequest;
import io.headrace.policy.program.DecodedTokens;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.KeyValueCache;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.ServingWeights;
import io.headrace.policy.program.TokenBatch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The policy program as a decode engine. Its weights are the tensors of a model folder, which it
 * copies to the layout that decoding uses.
 *
 * <p>Opened, used and closed by one thread, since libtorch's thread count is per calling thread.
 */
public final class ProgramEngine implements DecodeEngine<Map<String, FloatTensor>> {

  private final PolicyProgram program;
  private @Nullable ServingWeights weights;
  private @Nullable KeyValueCache cache;

  private ProgramEngine(PolicyProgram program) {
    this.program = program;
  }

  /** Loads the program for a model; it has no weights and no cache yet. */
  public static ProgramEngine open(ModelConfig config, ExecutionSettings settings) {
    return new ProgramEngine(PolicyProgram.load(config, settings));
  }

  @Override
  public int positions() {
    return program.config().maxPositions();
  }

  @Override
  public void use(Map<String, FloatTensor> tensors) {
    try (PolicyParameters parameters = program.parameters(tensors)) {
      ServingWeights next = program.serve(parameters);
      closeWeights();
      weights = next;
    }
  }

  @Override
  public void allocate(int slots, int columns) {
    closeCache();
    cache = program.newCache(slots, columns);
  }

  @Override
  public void prefill(int[][] rows, int[] slots) {
    program.prefill(weights(), cache(), TokenBatch.rightPadded(List.of(rows)), slots);
  }

  @Override
  public void copy(int[] sources, int[] targets, int columns) {
    program.copySlots(cache(), sources, targets, columns);
  }

  @Override
  public DecodedTokens decode(DecodeRequest request) {
    return program.decode(weights(), cache(), request);
  }

  private ServingWeights weights() {
    if (weights == null) {
      throw new IllegalStateException("the engine has no weights yet");
    }
    return weights;
  }

  private KeyValueCache cache() {
    if (cache == null) {
      throw new IllegalStateException("the engine has no cache yet");
    }
    return cache;
  }

  private void closeWeights() {
    if (weights != null) {
      weights.close();
    }
  }

  private void closeCache() {
    if (cache != null) {
      cache.close();
    }
  }

  @Override
  public void close() {
    closeCache();
    closeWeights();
    program.close();
  }
}
