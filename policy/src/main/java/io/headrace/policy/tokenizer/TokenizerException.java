package io.headrace.policy.tokenizer;

/**
 * Thrown for an unusable tokenizer file or a text that can't be encoded. The message is one
 * sentence of the form {@code [place] problem; what to do}.
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
