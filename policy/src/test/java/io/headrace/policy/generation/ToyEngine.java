package io.headrace.policy.generation;

import io.headrace.policy.program.DecodeRequest;
import io.headrace.policy.program.DecodedTokens;
import java.util.Arrays;

/**
 * A language model whose next token depends on every token before it, through a hash. Its cache
 * holds the tokens themselves and it rejects a slot whose columns were never written, so a mistake
 * in prefilling, copying or moving changes what is drawn. Padding and end-of-sequence are never the
 * most probable token.
 */
final class ToyEngine implements DecodeEngine<Integer> {

  static final int VOCABULARY = 7;
  static final int UNWRITTEN = -7;

  private final int positions;
  private int weights;
  private int[][] cache = new int[0][0];
  int prefilledRows;
  int allocations;

  ToyEngine(int positions) {
    this.positions = positions;
  }

  @Override
  public int positions() {
    return positions;
  }

  @Override
  public void use(Integer newWeights) {
    weights = newWeights;
  }

  @Override
  public void allocate(int slots, int columns) {
    cache = new int[slots][columns];
    for (int[] slot : cache) {
      Arrays.fill(slot, UNWRITTEN);
    }
    allocations++;
  }

  @Override
  public void prefill(int[][] rows, int[] slots) {
    prefilledRows += rows.length;
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, cache[slots[i]], 0, rows[i].length);
    }
  }

  @Override
  public void copy(int[] sources, int[] targets, int columns) {
    for (int i = 0; i < sources.length; i++) {
      System.arraycopy(cache[sources[i]], 0, cache[targets[i]], 0, columns);
    }
  }

  @Override
  public DecodedTokens decode(DecodeRequest request) {
    int[][] tokens = new int[request.steps()][request.rows()];
    float[][] logProbs = new float[request.steps()][request.rows()];
    for (int row = 0; row < request.rows(); row++) {
      int token = request.tokens()[row];
      int position = request.positions()[row];
      boolean alive = position + 1 < request.limits()[row];
      for (int step = 0; step < request.steps(); step++) {
        if (!alive) {
          tokens[step][row] = DecodedTokens.NONE;
          continue;
        }
        cache[row][position] = token;
        int[] history = Arrays.copyOf(cache[row], position + 1);
        token = next(history, weights, request.temperatures()[row], request.uniforms()[step][row]);
        tokens[step][row] = token;
        logProbs[step][row] = logProb(history, weights, token);
        position++;
        int drawn = token;
        alive =
            position + 1 < request.limits()[row]
                && Arrays.stream(request.stopIds()).noneMatch(stop -> stop == drawn);
      }
    }
    return new DecodedTokens(tokens, logProbs);
  }

  /** The token after a history; also the naive twin that tests compare with. */
  static int next(int[] history, int weights, double temperature, float uniform) {
    if (Arrays.stream(history).anyMatch(token -> token == UNWRITTEN)) {
      throw new IllegalStateException("a column was read before it was written");
    }
    double[] p = distribution(history, weights);
    if (temperature == 0) {
      int best = 0;
      for (int token = 1; token < VOCABULARY; token++) {
        best = p[token] > p[best] ? token : best;
      }
      return best;
    }
    double reached = 0;
    for (int token = 0; token < VOCABULARY; token++) {
      reached += p[token];
      if (uniform < reached) {
        return token;
      }
    }
    return VOCABULARY - 1;
  }

  static float logProb(int[] history, int weights, int token) {
    return (float) Math.log(distribution(history, weights)[token]);
  }

  private static double[] distribution(int[] history, int weights) {
    double[] p = new double[VOCABULARY];
    double sum = 0;
    for (int token = 0; token < VOCABULARY; token++) {
      int hash = 31 * (31 * Arrays.hashCode(history) + weights) + token * 0x9e3779b9;
      p[token] = token < 2 ? 0.5 : 1 + Integer.remainderUnsigned(hash ^ (hash >>> 15), 13);
      sum += p[token];
    }
    for (int token = 0; token < VOCABULARY; token++) {
      p[token] /= sum;
    }
    return p;
  }

  @Override
  public void close() {}
}
