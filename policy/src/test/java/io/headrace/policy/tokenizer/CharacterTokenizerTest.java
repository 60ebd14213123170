package io.headrace.policy.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharacterTokenizerTest {

  private final CharacterTokenizer tokenizer = CharacterTokenizer.ascii();

  @Test
  void thinkingWordsAreOneTokenEachAndStayInTheText() {
    // Given a response of the addition family
    String text = "<think>7+8=15</think>{\"ans\":85}";

    // When it is encoded
    int[] ids = tokenizer.encode(text);

    // Then the words take one token each and the text is decoded unchanged
    assertThat(ids).hasSize(1 + 6 + 1 + 10);
    assertThat(ids).startsWith(2).contains(3);
    assertThat(tokenizer.decode(ids)).isEqualTo(text);
  }

  @Test
  void specialTokensHaveNoText() {
    // Given ids with padding and an end
    int[] ids = {0, tokenizer.encode("a")[0], 1, 0};

    // When they are decoded
    String text = tokenizer.decode(ids);

    // Then only the text is there
    assertThat(text).isEqualTo("a");
    assertThat(tokenizer.endIds()).containsExactly(1);
    assertThat(tokenizer.padId()).isZero();
  }

  @Test
  void anyTextOfTheAlphabetIsDecodedUnchanged() {
    // Given a hundred random texts
    RandomGenerator random = new SplittableRandom(7);
    for (int i = 0; i < 100; i++) {
      var text = new StringBuilder();
      for (int k = random.nextInt(60); k > 0; k--) {
        text.append(
            random.nextInt(9) == 0 ? "</think>" : String.valueOf((char) random.nextInt(32, 127)));
      }

      // When each is encoded and decoded, Then it is the same
      assertThat(tokenizer.decode(tokenizer.encode(text.toString()))).isEqualTo(text.toString());
    }
  }

  @Test
  void reportsAnUnknownCharacter() {
    // Given a text with a letter outside ASCII, When it is encoded, Then place and letter are named
    assertThatThrownBy(() -> tokenizer.encode("2×3"))
        .isInstanceOf(TokenizerException.class)
        .hasMessage(
            "[tokenizer character=2] '×' (U+00D7) is not in the vocabulary of 100 tokens; remove it"
                + " from the text or train with an alphabet that has it");
  }

  @Test
  void rejectsADuplicateCharacterAndAnIdOutsideTheVocabulary() {
    assertThatThrownBy(() -> CharacterTokenizer.of("abca", List.of()))
        .hasMessageContaining("'a' (U+0061) twice");
    assertThatThrownBy(() -> CharacterTokenizer.of("abc", List.of("<eos>")))
        .hasMessageContaining("neither <pad> nor <eos>");
    assertThatThrownBy(() -> tokenizer.decode(new int[] {5, 100}))
        .hasMessageContaining("[tokenizer token=1] id 100 is outside the vocabulary of 100");
  }

  @Test
  void isTheSameAfterWritingAndReading(@TempDir Path folder) throws IOException {
    // Given a vocabulary with a character beyond the basic plane, written to a folder
    CharacterTokenizer written = CharacterTokenizer.of("ab\n𝛑\"\\", List.of("<think>", "ab"));
    for (var file : written.files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }

    // When the folder is opened
    Tokenizer read = TokenizerFile.open(folder);

    // Then it is a character tokenizer with the same ids
    assertThat(read).isInstanceOf(CharacterTokenizer.class);
    assertThat(read.encode("abb\n𝛑\"\\<think>")).isEqualTo(written.encode("abb\n𝛑\"\\<think>"));
  }
}
