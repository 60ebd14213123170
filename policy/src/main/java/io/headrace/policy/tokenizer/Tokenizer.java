package io.headrace.policy.tokenizer;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Encodes text as token ids and decodes them. Implementations are safe for all threads.
 *
 * <p>A prompt and its response are always encoded separately and their ids concatenated, because
 * tokens of the joined text could merge across the border.
 */
public interface Tokenizer {

  /**
   * The ids of a text, without tokens of the template.
   *
   * @throws TokenizerException if the text has a character that is not in the vocabulary
   */
  int[] encode(String text);

  /**
   * The ids of a prompt: the text with the template's tokens before it, such as one BOS, even if
   * the text starts with a BOS itself; without a final end-of-sequence token.
   */
  default int[] encodePrompt(String text) {
    return encode(text);
  }

  /** The text of ids; special tokens such as end-of-sequence and padding are omitted. */
  default String decode(int[] ids) {
    return decode(ids, 0, ids.length);
  }

  /** The text of {@code ids[from]} to {@code ids[to - 1]}; omits special tokens. */
  String decode(int[] ids, int from, int to);

  /** The text of {@code ids[from]} to {@code ids[to - 1]}, including special tokens. */
  String decodeWithSpecial(int[] ids, int from, int to);

  /** Ids of the special tokens, which decoding omits, by their text in a prompt. */
  Map<String, Integer> specialTokens();

  /** The end-of-sequence token, which the learner appends to a response. */
  int eosId();

  /** The tokens that end a response when drawn; some chat models have several. */
  default int[] endIds() {
    return new int[] {eosId()};
  }

  /** The beginning-of-sequence token, where the model has one. */
  OptionalInt bosId();

  /** The padding token; the end-of-sequence token if the tokenizer has none. */
  int padId();

  /** The size of the vocabulary; ids are from 0 to this, exclusive. */
  int vocabularySize();

  /** The contents of this tokenizer's files in a model folder, by file name. */
  Map<String, byte[]> files();
}
