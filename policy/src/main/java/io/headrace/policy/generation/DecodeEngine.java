package io.headrace.policy.generation;

import io.headrace.policy.program.DecodeRequest;
import io.headrace.policy.program.DecodedTokens;

/**
 * The computation of a decoder: a key-value cache with slots, and decode steps over it. Used by one
 * thread.
 *
 * @param <W> type of the weights
 */
public interface DecodeEngine<W> extends AutoCloseable {

  /** Maximum length of a sequence in tokens, including the prompt. */
  int positions();

  /** Uses these weights for later calls; the content of the cache is kept. */
  void use(W weights);

  /** Creates an empty cache in place of the current one. */
  void allocate(int slots, int columns);

  /**
   * Writes keys and values of token rows into slots, from column 0.
   *
   * @param rows token ids, each row at least one
   * @param slots one distinct slot for each row
   */
  void prefill(int[][] rows, int[] slots);

  /** Copies the first columns of slots to other slots; targets are distinct and no sources. */
  void copy(int[] sources, int[] targets, int columns);

  /**
   * Draws the next tokens of slots 0 to {@code request.rows() - 1}.
   *
   * @throws UnsupportedOperationException if the request has a mask and the engine supports none
   */
  DecodedTokens decode(DecodeRequest request);

  @Override
  void close();
}
