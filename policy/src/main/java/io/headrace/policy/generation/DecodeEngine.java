package io.headrace.policy.generation;

import io.headrace.policy.program.DecodeRequest;
import io.headrace.policy.program.DecodedTokens;

/**
 * What computes for a decoder: a key-value cache with slots, and steps over it. Used by one thread.
 *
 * @param <W> the weights it computes with
 */
public interface DecodeEngine<W> extends AutoCloseable {

  /** Most tokens a sequence may have, prompt included. */
  int positions();

  /** Computes with these weights from now on; what is in the cache stays. */
  void use(W weights);

  /** Makes the cache anew with so many slots and columns; what was in it is lost. */
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
   * @throws UnsupportedOperationException if the request has a mask and the engine takes none
   */
  DecodedTokens decode(DecodeRequest request);

  @Override
  void close();
}
