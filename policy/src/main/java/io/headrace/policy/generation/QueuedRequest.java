package io.headrace.policy.generation;

import io.headrace.policy.tokenizer.Tokenizer;

/** A request while its samples wait for slots. */
final class QueuedRequest {

  private final GenerationRequest request;
  private final StopStrings stops;
  private final int[] endIds;
  private final int limit;
  private int started;

  /**
   * Creates a request of which no sample has started.
   *
   * @param positions the model's maximum number of tokens
   */
  QueuedRequest(GenerationRequest request, Tokenizer tokenizer, int positions) {
    this.request = request;
    this.stops = new StopStrings(tokenizer, request.stop());
    this.endIds = tokenizer.endIds();
    this.limit = (int) Math.min(positions, (long) request.prompt().length + request.maxNewTokens());
  }

  GenerationRequest request() {
    return request;
  }

  int[] prompt() {
    return request.prompt();
  }

  StopStrings stops() {
    return stops;
  }

  /** Maximum number of tokens of a sample, including the prompt. */
  int limit() {
    return limit;
  }

  /** Maximum number of response tokens of a sample. */
  int budget() {
    return limit - request.prompt().length;
  }

  boolean isEnd(int token) {
    for (int id : endIds) {
      if (id == token) {
        return true;
      }
    }
    return false;
  }

  /** Samples that wait for a slot. */
  int waiting() {
    return request.samples() - started;
  }

  /** The number of the next sample, which starts now. */
  int startNext() {
    return started++;
  }
}
