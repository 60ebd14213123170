package io.headrace.cli.model;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.policy.generation.DecodeEngine;
import io.headrace.policy.program.DecodeRequest;
import io.headrace.policy.program.DecodedTokens;

/**
 * An engine that says in one sentence when weights are too large to compute with: of a folder that
 * a user names this is the folder's fault.
 *
 * @param engine computes; closed with this
 * @param place names the folder in messages
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
