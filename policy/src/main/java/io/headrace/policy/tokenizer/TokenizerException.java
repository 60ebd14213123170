package io.headrace.policy.tokenizer;

/**
 * A tokenizer file that can't be used or a text that can't be encoded; the message is one sentence
 * that names the place, what was expected and what to do.
 */
public final class TokenizerException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public TokenizerException(String message) {
    super(message);
  }

  public TokenizerException(String message, Throwable cause) {
    super(message, cause);
  }
}
