package io.headrace.cli.model;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.policy.generation.DecodeEngine;
import io.headrace.policy.program.DecodeRequest;
import io.headrace.policy.program.DecodedTokens;

/**
 * A decode engine that rejects non-finite log-probs, which the weights of a user's model folder may
 * cause.
 *
 * @param engine the engine that computes; owned and closed by this one
 * @param place the folder's name in messages
 */
record FiniteEngine<W>(DecodeEngine<W> engine, String place) implements DecodeEngine<W> {

  @Override
  public DecodedTokens decode(DecodeRequest request) {
    DecodedTokens decoded = engine.decode(request);
    for (float[] step : decoded.logProbs()) {
      for (float logProb : step) {
        if (!Float.isFinite(logProb)) {
          throw new HeadraceException(
              ErrorCode.INVALID_INPUT,
              "[%s] the log-prob of a new token is %s, which is no number; the weights are too large to compute with, use another checkpoint"
                  .formatted(place, logProb));
        }
      }
    }
    return decoded;
  }

  @Override
  public int positions() {
    return engine.positions();
  }

  @Override
  public void use(W weights) {
    engine.use(weights);
  }

  @Override
  public void allocate(int slots, int columns) {
    engine.allocate(slots, columns);
  }

  @Override
  public void prefill(int[][] rows, int[] slots) {
    engine.prefill(rows, slots);
  }

  @Override
  public void copy(int[] sources, int[] targets, int columns) {
    engine.copy(sources, targets, columns);
  }

  @Override
  public void close() {
    engine.close();
  }
}
