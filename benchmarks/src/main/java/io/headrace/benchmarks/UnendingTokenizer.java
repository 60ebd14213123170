package io.headrace.benchmarks;

import io.headrace.policy.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A tokenizer without end-of-sequence tokens, so that every sample of a benchmark draws its maximum
 * number of tokens, independent of the weights. Ids beyond the inner vocabulary are decoded as
 * other tokens, since a benchmark does not use the text.
 */
record UnendingTokenizer(Tokenizer inner) implements Tokenizer {

  @Override
  public int[] endIds() {
    return new int[0];
  }

  @Override
  public int[] encode(String text) {
    return inner.encode(text);
  }

  @Override
  public int[] encodePrompt(String text) {
    return inner.encodePrompt(text);
  }

  @Override
  public String decode(int[] ids, int from, int to) {
    int[] known = Arrays.stream(ids, from, to).map(id -> id % inner.vocabularySize()).toArray();
    return inner.decode(known, 0, known.length);
  }

  @Override
  public String decodeWithSpecial(int[] ids, int from, int to) {
    return inner.decodeWithSpecial(ids, from, to);
  }

  @Override
  public Map<String, Integer> specialTokens() {
    return inner.specialTokens();
  }

  @Override
  public int eosId() {
    return inner.eosId();
  }

  @Override
  public OptionalInt bosId() {
    return inner.bosId();
  }

  @Override
  public int padId() {
    return inner.padId();
  }

  @Override
  public int vocabularySize() {
    return inner.vocabularySize();
  }

  @Override
  public Map<String, byte[]> files() {
    return inner.files();
  }
}
