package io.headrace.policy.tokenizer;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Turns text into token ids and back. Implementations are safe for use by several threads.
 *
 * <p>A prompt and its response are always encoded apart and their ids concatenated; joined text is
 * never encoded, because tokens could merge across the seam.
 */
public interface Tokenizer {

  /**
   * Ids of the text alone, without any token the text does not contain.
   *
   * @throws TokenizerException if the text has a character the vocabulary does not know
   */
  int[] encode(String text);

  /**
   * Ids of a prompt: those of the text with what the tokenizer puts before it, such as a BOS, which
   * is there once even if the text begins with it; without an end of sequence after it.
   */
  default int[] encodePrompt(String text) {
    return encode(text);
  }

  /** Text of the ids; special tokens such as end-of-sequence and padding have no text. */
  default String decode(int[] ids) {
    return decode(ids, 0, ids.length);
  }

  /** Text of {@code ids[from]} to {@code ids[to - 1]}. */
  String decode(int[] ids, int from, int to);

  /** The same with special tokens in it, each by its text. */
  String decodeWithSpecial(int[] ids, int from, int to);

  /** Ids of the tokens that have no text when decoded, by what a prompt calls them. */
  Map<String, Integer> specialTokens();

  /** The end-of-sequence token, the one a learner appends to a response. */
  int eosId();

  /** The tokens that end a response when drawn; some chat models have several. */
  default int[] endIds() {
    return new int[] {eosId()};
  }

  /** The beginning-of-sequence token, where the model has one. */
  OptionalInt bosId();

  /** The token that fills batches up; the end-of-sequence token where there is no own one. */
  int padId();

  /** How many ids there are: every id is at least 0 and less than this. */
  int vocabularySize();

  /** The files that make this tokenizer again in a model folder, by name. */
  Map<String, byte[]> files();
}
