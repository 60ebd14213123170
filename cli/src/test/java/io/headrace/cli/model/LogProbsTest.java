package io.headrace.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.folder.ModelWeights;
import io.headrace.policy.program.InitialWeights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LogProbsTest {

  private static final ModelConfig CONFIG =
      new ModelConfig(
          Architecture.LLAMA,
          11,
          16,
          24,
          1,
          2,
          1,
          8,
          8,
          1e-5,
          10_000,
          true,
          ModelConfig.AttentionBias.NONE,
          List.of());

  @Test
  void eachLineGivesALogProbForAllButTheFirstTokenAndAllContinuationsSumToOne() throws IOException {
    // Given all continuations of the same two tokens
    StringBuilder lines = new StringBuilder("[5]\n\n");
    for (int token = 0; token < 11; token++) {
      lines.append("[5, 3, ").append(token).append("]\n");
    }

    // When
    List<JsonNode> out = run(lines.toString());

    // Then
    assertThat(out).hasSize(12);
    assertThat(out.getFirst()).isEmpty();
    double sum = 0;
    for (JsonNode values : out.subList(1, 12)) {
      assertThat(values).hasSize(2);
      assertThat(values.get(0)).isEqualTo(out.get(1).get(0));
      sum += Math.exp(values.get(1).asDouble());
    }
    assertThat(sum).isEqualTo(1, Offset.offset(1e-5));
  }

  @Test
  void badLinesAreNamed() {
    assertBad("[1,2]\n[1,11]\n", "[in:2] position 1 is 11, expected a token id from 0 to 10");
    assertBad("{\"a\":1}\n", "[in:1] is not an array; expected token ids such as [12,7,3]");
    assertBad("[1,1,1,1,1,1,1,1,1]\n", "[in:1] has 9 token ids, expected 1 to 8");
    assertBad("[1,\n", "[in:1] is not JSON; expected one array of token ids such as [12,7,3]");
    assertBad("[1] [2]\n", "[in:1] is not JSON; expected one array of token ids such as [12,7,3]");
    assertBad("[]\n", "[in:1] has 0 token ids, expected 1 to 8");
    assertBad("[1, 2.5]\n", "[in:1] position 1 is 2.5, expected a token id from 0 to 10");
  }

  private static void assertBad(String input, String message) {
    assertThatThrownBy(() -> run(input))
        .isInstanceOf(HeadraceException.class)
        .hasMessageStartingWith(message);
  }

  private static List<JsonNode> run(String input) throws IOException {
    List<JsonNode> out = new ArrayList<>();
    ModelWeights model =
        new ModelWeights(CONFIG, new LinkedHashMap<>(InitialWeights.of(CONFIG, 1)));
    try (LogProbs logProbs = LogProbs.open(model, 1)) {
      List<String> lines = new ArrayList<>();
      logProbs.run("in", new BufferedReader(new StringReader(input)), lines::add);
      for (String line : lines) {
        out.add(new ObjectMapper().readTree(line).get("logprobs"));
      }
    }
    return out;
  }
}
