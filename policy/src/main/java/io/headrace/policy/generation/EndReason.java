package io.headrace.policy.generation;

/** Why a sample ended. */
public enum EndReason {
  /** An end-of-sequence token was drawn; it is the last token. */
  EOS,
  /** A stop string was completed; the token that completed it is the last one. */
  STOP,
  /** The budget of new tokens, or the model's positions, were used up. */
  LENGTH,
  /** The last tokens were one piece over and over. */
  REPETITION
}
