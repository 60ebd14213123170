package io.headrace.policy.generation;

/** Why a sample ended. */
public enum EndReason {
  /** An end-of-sequence token was drawn; it is the last token. */
  EOS,
  /** A stop string was completed; the token that completed it is the last one. */
  STOP,
  /** The maximum number of new tokens, or of the model's positions, was reached. */
  LENGTH,
  /** The last tokens repeat a sequence; see {@link RepetitionRule}. */
  REPETITION
}
