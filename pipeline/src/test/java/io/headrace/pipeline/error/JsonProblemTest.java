package io.headrace.pipeline.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonProblemTest {

  @Test
  void aLineThatEndsTooSoonIsNamedByItsColumn() {
    assertThat(of("{\"question\": 1"))
        .isEqualTo("Unexpected end-of-input: expected close marker for Object, at column 15");
    assertThat(of("[\"a\", \"b")).doesNotContain("Source", "\n").endsWith(", at column 9");
  }

  @Test
  void aWrongWordIsNamedByItsColumn() {
    assertThat(of("{\"a\": tru}")).startsWith("Unrecognized token 'tru'").endsWith("at column 7");
  }

  private static String of(String line) {
    var problem =
        catchThrowableOfType(
            JsonProcessingException.class, () -> new ObjectMapper().readTree(line));
    return JsonProblem.of(problem);
  }
}
