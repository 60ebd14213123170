package io.headrace.curriculum.family;

/**
 * The characters that occur in the prompts and demonstrations of the built-in families.
 *
 * <p>All of them are printable ASCII, so a character tokenizer over printable ASCII can encode
 * every built-in task. {@code TaskGeneratorTest} checks generated texts against this list.
 */
public final class Alphabet {

  /** Every character that a built-in family uses, in ASCII order, each once. */
  public static final String CHARACTERS =
      " \"&()*+,-/0123456789:;<=>?ABC[]abcdefghijklmnopqrstuvwxyz{|}";

  private Alphabet() {}

  /** Whether a text consists of these characters only. */
  public static boolean covers(String text) {
    return text.chars().allMatch(character -> CHARACTERS.indexOf(character) >= 0);
  }
}
