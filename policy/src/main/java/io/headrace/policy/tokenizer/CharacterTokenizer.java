package io.headrace.policy.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tokenizer with one token per character, and one for each of a few words such as {@code
 * <think>}.
 *
 * <p>Its {@code tokenizer.json} encodes identically in the Hugging Face library: a word-level model
 * after a split into single characters. Immutable.
 */
public final class CharacterTokenizer implements Tokenizer {

  /** Text of the padding token, always id 0. */
  public static final String PAD = "<pad>";

  /** Text of the end-of-sequence token, always id 1. */
  public static final String EOS = "<eos>";

  /** Words that are one token each in the built-in vocabulary; decoded text contains them. */
  public static final List<String> THINKING = List.of("<think>", "</think>");

  static final int PAD_ID = 0;
  static final int EOS_ID = 1;

  private final List<String> words;
  private final List<String> tokens;
  private final Map<Integer, Integer> idsByCodePoint = new HashMap<>();

  /** The order of ids: padding, end-of-sequence, the words, then the characters. */
  private CharacterTokenizer(List<String> words, int[] alphabet) {
    this.words = words;
    var all = new ArrayList<String>(List.of(PAD, EOS));
    all.addAll(words);
    for (int codePoint : alphabet) {
      if (idsByCodePoint.put(codePoint, all.size()) != null) {
        throw new TokenizerException(
            "[tokenizer] the alphabet has "
                + named(codePoint)
                + " twice; list every character once");
      }
      all.add(Character.toString(codePoint));
    }
    this.tokens = List.copyOf(all);
  }

  /**
   * The vocabulary of models trained from scratch: newline, the 95 printable ASCII characters and
   * the thinking words; 100 tokens. It covers all built-in task families.
   */
  public static CharacterTokenizer ascii() {
    var alphabet = new StringBuilder("\n");
    for (char c = ' '; c <= '~'; c++) {
      alphabet.append(c);
    }
    return of(alphabet.toString(), THINKING);
  }

  /**
   * A vocabulary of the given characters and words.
   *
   * @param alphabet every character once, in the order of their ids
   * @param words words of at least two characters that are one token each
   * @throws TokenizerException if a character is listed twice or a word is shorter or reserved
   */
  public static CharacterTokenizer of(String alphabet, List<String> words) {
    for (String word : words) {
      boolean distinct = words.indexOf(word) == words.lastIndexOf(word);
      boolean reserved = word.equals(PAD) || word.equals(EOS);
      if (word.codePointCount(0, word.length()) < 2 || reserved || !distinct) {
        throw new TokenizerException(
            "[tokenizer word=\""
                + word
                + "\"] a word has two or more characters, occurs once and is neither "
                + PAD
                + " nor "
                + EOS
                + "; choose another");
      }
    }
    return new CharacterTokenizer(List.copyOf(words), alphabet.codePoints().toArray());
  }

  @Override
  public int[] encode(String text) {
    int[] ids = new int[text.length()];
    int count = 0;
    for (int at = 0; at < text.length(); ) {
      Optional<String> word = wordAt(text, at);
      int id = word.isPresent() ? tokens.indexOf(word.get()) : characterAt(text, at);
      ids[count++] = id;
      at += tokens.get(id).length();
    }
    return Arrays.copyOf(ids, count);
  }

  private int characterAt(String text, int at) {
    int codePoint = text.codePointAt(at);
    Integer id = idsByCodePoint.get(codePoint);
    if (id == null) {
      throw new TokenizerException(
          "[tokenizer character="
              + (text.codePointCount(0, at) + 1)
              + "] "
              + named(codePoint)
              + " is not in the vocabulary of "
              + tokens.size()
              + " tokens; remove it from the text or train with an alphabet that has it");
    }
    return id;
  }

  /** The longest multi-character token that starts at {@code at}. */
  private Optional<String> wordAt(String text, int at) {
    String longest = "";
    for (int id = 0; id < 2 + words.size(); id++) {
      String token = tokens.get(id);
      if (token.length() > longest.length() && text.startsWith(token, at)) {
        longest = token;
      }
    }
    return longest.isEmpty() ? Optional.empty() : Optional.of(longest);
  }

  @Override
  public String decode(int[] ids, int from, int to) {
    var text = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      String token = token(ids, i);
      text.append(ids[i] == PAD_ID || ids[i] == EOS_ID ? "" : token);
    }
    return text.toString();
  }

  @Override
  public String decodeWithSpecial(int[] ids, int from, int to) {
    var text = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      text.append(token(ids, i));
    }
    return text.toString();
  }

  private String token(int[] ids, int at) {
    if (ids[at] < 0 || ids[at] >= tokens.size()) {
      throw new TokenizerException(
          "[tokenizer token="
              + at
              + "] id "
              + ids[at]
              + " is outside the vocabulary of "
              + tokens.size()
              + " tokens; decode with the tokenizer that encoded it");
    }
    return tokens.get(ids[at]);
  }

  @Override
  public Map<String, Integer> specialTokens() {
    return Map.of(PAD, PAD_ID, EOS, EOS_ID);
  }

  @Override
  public int eosId() {
    return EOS_ID;
  }

  @Override
  public OptionalInt bosId() {
    return OptionalInt.empty();
  }

  @Override
  public int padId() {
    return PAD_ID;
  }

  @Override
  public int vocabularySize() {
    return tokens.size();
  }

  @Override
  public Map<String, byte[]> files() {
    return CharacterTokenizerFiles.write(this);
  }

  /** The multi-character tokens that are not special, in the order of their ids. */
  List<String> words() {
    return words;
  }

  /** Texts of all tokens by id. */
  List<String> tokens() {
    return tokens;
  }

  private static String named(int codePoint) {
    return "'%s' (U+%04X)".formatted(Character.toString(codePoint), codePoint);
  }
}
