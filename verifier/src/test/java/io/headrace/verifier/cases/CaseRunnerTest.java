package io.headrace.verifier.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.lines.TextLines;
import io.headrace.verifier.BuiltInScorers;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.Scorers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaseRunnerTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static String run(String kind, String lines) throws IOException {
    return run(BuiltInScorers.all(), kind, lines.getBytes(StandardCharsets.UTF_8), LIMIT);
  }

  private static String run(Scorers scorers, String kind, byte[] lines, Duration limit)
      throws IOException {
    StringWriter out = new StringWriter();
    try (CaseRunner runner = CaseRunner.open(scorers, kind, limit)) {
      runner.run("cases.jsonl", new ByteArrayInputStream(lines), out);
    }
    return out.toString();
  }

  @Test
  void bareAnswersAndWholeResponsesAreScoredInOrder() throws IOException {
    // When
    String out =
        run(
            "addition",
            """
            {"id":"a","gold":"85","answer":"85"}
            {"id":"b","gold":85,"answer":84}
            {"id":3,"gold":"85","answer":{"ans":85}}
            {"id":"d","gold":"85","answer":"{\\"ans\\": 85}"}
            {"id":"e","gold":"85","answer":"<think>7+8</think>{\\"ans\\":85}"}

            {"id":"f","gold":"85","answer":"<think>85"}
            {"id":"g","gold":1,"answer":true}
            {"id":"h","gold":85,"answer":""}
            {"id":"i","gold":85,"answer":null}
            {"id":"j","gold":"x","answer":"85"}
            """);

    // Then
    assertThat(out)
        .isEqualTo(
            """
            {"id":"a","status":"OK","score":1.0,"detail":"85 is right"}
            {"id":"b","status":"OK","score":0.0,"detail":"'84' is not 85"}
            {"id":3,"status":"OK","score":1.0,"detail":"85 is right"}
            {"id":"d","status":"OK","score":1.0,"detail":"85 is right"}
            {"id":"e","status":"OK","score":1.0,"detail":"85 is right"}
            {"id":"f","status":"OK","score":0.0,"detail":"'</think>' is missing"}
            {"id":"g","status":"OK","score":0.0,"detail":"the answer 'true' is not a JSON integer"}
            {"id":"h","status":"OK","score":0.0,"detail":"the response is empty"}
            {"id":"i","status":"OK","score":0.0,"detail":"the response is empty"}
            {"id":"j","status":"NOT_SCORED","score":null,"detail":"the gold answer 'x' is not a whole number such as 85"}
            """);
  }

  @Test
  void aGoldMayBeAnObject() throws IOException {
    assertThat(
            run(
                "countdown",
                """
                {"id":1,"gold":{"numbers":[3,5,2],"target":16},"answer":"(3+5)*2"}
                """))
        .isEqualTo(
            """
            {"id":1,"status":"OK","score":1.0,"detail":"'(3+5)*2' is 16"}
            """);
  }

  @Test
  void gsm8kStyleGoldsAreReadAsTheyAre() throws IOException {
    assertThat(
            run(
                "number",
                """
                {"id":1,"gold":"She has 16 - 3 = <<16-3=13>>13.\\n#### 13","answer":"So she has 13 eggs."}
                {"id":2,"gold":"18","answer":18.0}
                """))
        .isEqualTo(
            """
            {"id":1,"status":"OK","score":1.0,"detail":"13 is right"}
            {"id":2,"status":"OK","score":1.0,"detail":"18 is right"}
            """);
  }

  @Test
  void theErrorOfAnInvalidLineNamesFileLineAndReasonAndTheOthersAreScored() throws IOException {
    // Given
    byte[] good = "\ufeff{\"id\":1,\"gold\":1,\"answer\":1}\r\n".getBytes(StandardCharsets.UTF_8);
    byte[] bad =
        """
        {"id":2,"gold":1
        [1]
        {"id":4,"answer":1}
        {"id":5,"gold":1}
        {"gold":1,"answer":1}
        {"id":7,"id":7,"gold":1,"answer":1}
        """
            .getBytes(StandardCharsets.UTF_8);
    byte[] invalid = {'"', (byte) 0xff, '"', '\n'};
    byte[] last = "{\"id\":9,\"gold\":1,\"answer\":1}".getBytes(StandardCharsets.UTF_8);

    // When
    String out = run(BuiltInScorers.all(), "addition", joined(good, bad, invalid, last), LIMIT);

    // Then
    assertThat(out.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("{\"id\":1,\"status\":\"OK\",\"score\":1.0"),
            line ->
                assertThat(line)
                    .startsWith(
                        "{\"id\":null,\"status\":\"NOT_SCORED\",\"score\":null,\"detail\":\"cases.jsonl:2:"
                            + " not valid JSON: "),
            line -> assertThat(line).contains("cases.jsonl:3: expected a JSON object, found '[1]'"),
            line ->
                assertThat(line).contains("\"id\":4").contains("cases.jsonl:4: 'gold' is missing"),
            line -> assertThat(line).contains("cases.jsonl:5: 'answer' is missing"),
            line -> assertThat(line).contains("cases.jsonl:6: 'id' is missing"),
            line ->
                assertThat(line).contains("cases.jsonl:7: not valid JSON: Duplicate field 'id'"),
            line -> assertThat(line).contains("cases.jsonl:8: the line is not UTF-8"),
            line -> assertThat(line).startsWith("{\"id\":9,\"status\":\"OK\",\"score\":1.0"));
  }

  @Test
  void nullIsNoGoldAndNoPromptAndAPromptIsText() throws IOException {
    // When
    String out =
        run(
            "addition",
            """
            {"id":1,"gold":null,"answer":1}
            {"id":2,"gold":1,"answer":1,"prompt":null}
            {"id":3,"gold":1,"answer":1,"prompt":["1="]}
            {"id":null,"gold":1,"answer":1}
            {"id":5,"gold":1,"answer":"\\ud83d"}
            """);

    // Then
    assertThat(out.lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("cases.jsonl:1: 'gold' is null"),
            line -> assertThat(line).contains("\"id\":2,\"status\":\"OK\",\"score\":1.0"),
            line -> assertThat(line).contains("cases.jsonl:3: 'prompt' has to be a string"),
            line -> assertThat(line).contains("cases.jsonl:4: 'id' is missing"),
            line ->
                assertThat(line)
                    .contains("\"id\":5,\"status\":\"NOT_SCORED\"")
                    .contains("cases.jsonl:5: 'answer' has half a surrogate pair"));
  }

  @Test
  void aLineThatIsTooLongDoesNotAffectTheOthers() throws IOException {
    // Given
    String lines =
        "{\"id\":1,\"gold\":1,\"answer\":\""
            + "9".repeat(TextLines.LONGEST)
            + "\"}\n{\"id\":2,\"gold\":1,\"answer\":1}\n";

    // When
    String out = run("number", lines);

    // Then
    assertThat(out.lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("cases.jsonl:1: the line has "),
            line -> assertThat(line).contains("\"id\":2,\"status\":\"OK\",\"score\":1.0"));
  }

  @Test
  void aCaseThatHangsOrThrowsHasNoScoreAndTheRestIsScored() throws IOException {
    // Given
    Scorers scorers = new Scorers(List.of(new Moody()));
    String lines =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    "{\"id\":%d,\"gold\":1,\"answer\":\"%s\"}"
                        .formatted(i, i == 7 ? "hang" : i == 8 ? "throw" : "fine"))
            .collect(Collectors.joining("\n"));

    // When
    String out =
        run(scorers, "moody", lines.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(4));

    // Then
    List<String> results = out.lines().toList();
    assertThat(results).hasSize(200);
    assertThat(results.get(7))
        .isEqualTo(
            "{\"id\":7,\"status\":\"TIMEOUT\",\"score\":null,\"detail\":\"the scorer did not answer"
                + " within 4000 ms\"}");
    assertThat(results.get(8))
        .isEqualTo(
            "{\"id\":8,\"status\":\"ERROR\",\"score\":null,\"detail\":\"the scorer threw"
                + " java.lang.IllegalStateException: moody\"}");
    assertThat(results)
        .filteredOn(line -> line.endsWith("\"status\":\"OK\",\"score\":1.0,\"detail\":\"fine\"}"))
        .hasSize(198);
    assertThat(results.get(199)).startsWith("{\"id\":199,");
  }

  @Test
  void theErrorOfAnUnknownKindNamesTheKnownOnes() {
    assertThatThrownBy(() -> CaseRunner.open(BuiltInScorers.all(), "poetry", LIMIT))
        .isInstanceOfSatisfying(
            HeadraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessage(
            "[verify poetry] there is no scorer of that name; choose one of addition, countdown,"
                + " knights-and-knaves, letter-sorting, number");
  }

  private static byte[] joined(byte[]... parts) throws IOException {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  /** Throws or hangs, by the gold answer. */
  private static final class Moody implements PureScorer {

    @Override
    public String name() {
      return "moody";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Score score(ScorerInput input) {
      return switch (input.response()) {
        case "throw" -> throw new IllegalStateException("moody");
        case "hang" -> hang();
        default -> Score.right("fine");
      };
    }

    private static Score hang() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Score.right("late");
    }
  }
}
