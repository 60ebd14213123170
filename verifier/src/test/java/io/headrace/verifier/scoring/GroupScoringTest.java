package io.headrace.verifier.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.VerdictStatus;
import io.headrace.verifier.scorer.GroupInput;
import io.headrace.verifier.scorer.GroupScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.ScorerLimits;
import io.headrace.verifier.scorer.Scorers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A group scorer from the responses of a group to a result for each. */
@Timeout(120)
class GroupScoringTest {

  private final LongestWins scorer = new LongestWins();
  private final ScoringExecutor executor =
      new ScoringExecutor(
          new Scorers(List.of(scorer)), new ScorerLimits(2, Duration.ofMinutes(10)), 1);
  private final GroupScoring scoring = new GroupScoring(executor, scorer, 6);

  @AfterEach
  void close() {
    executor.close();
  }

  /** Scores each response by its share of the longest one's length. */
  private static final class LongestWins implements GroupScorer {

    private Function<List<Score>, CompletionStage<List<Score>>> answer =
        CompletableFuture::completedFuture;

    @Override
    public String name() {
      return "longest-wins";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public CompletionStage<List<Score>> score(GroupInput group) {
      int longest = group.responses().stream().mapToInt(String::length).max().orElseThrow();
      return answer.apply(
          group.responses().stream()
              .map(response -> (Score) new Score.Scored((double) response.length() / longest, ""))
              .toList());
    }
  }

  private CompletableFuture<Optional<ScoreResult>> add(String group, int sample, String response) {
    return scoring.score(
        new GroupMember(group, 3, sample, new ScorerInput("prompt", "gold", response)));
  }

  private static ScoreResult result(CompletableFuture<Optional<ScoreResult>> result)
      throws Exception {
    return result.get(60, TimeUnit.SECONDS).orElseThrow();
  }

  @Test
  void eachResponseOfACompleteGroupGetsItsOwnScore() throws Exception {
    // Given responses of two groups in any order
    var last = add("a", 2, "four");
    var other = add("b", 0, "unrelated");
    var first = add("a", 0, "eight888");
    assertThat(first).isNotDone();

    // When the last one arrives
    var middle = add("a", 1, "66");

    // Then
    assertThat(result(first).score()).hasValue(1);
    assertThat(result(middle).score()).hasValue(0.25);
    assertThat(result(last).score()).hasValue(0.5);
    assertThat(other).isNotDone();
  }

  @Test
  void anAnswerWithAScoreTooFewIsAnErrorForEachResponse() throws Exception {
    // Given
    scorer.answer = scores -> CompletableFuture.completedFuture(scores.subList(1, 3));

    // When
    var results = List.of(add("a", 0, "1"), add("a", 1, "2"), add("a", 2, "3"));

    // Then
    for (var each : results) {
      assertThat(result(each).status()).isEqualTo(VerdictStatus.ERROR);
      assertThat(result(each).detail()).isEqualTo("the scorer gave 2 scores for 3 responses");
    }
  }

  @Test
  void aGroupThatEndsIncompleteIsNotScored() throws Exception {
    // Given
    var one = add("a", 0, "1");

    // When
    scoring.end("a");

    // Then
    assertThat(result(one))
        .isEqualTo(
            ScoreResult.notScored(
                "the scorer needs all 3 responses of the group and 1 were gathered"));
  }

  @Test
  void theOldestGroupIsNotScoredWhenTooManyResponsesWait() throws Exception {
    // Given as many responses as may wait
    var oldest = add("a", 0, "1");
    for (String group : List.of("b", "c", "d", "e", "f")) {
      assertThat(add(group, 0, "1")).isNotDone();
    }

    // When
    assertThat(add("g", 0, "1")).isNotDone();

    // Then
    assertThat(result(oldest).status()).isEqualTo(VerdictStatus.NOT_SCORED);
  }

  @Test
  void aCancelledResponseIsWaitedForAgain() throws Exception {
    // Given
    var lost = add("a", 0, "lost");
    var other = add("a", 1, "kept");
    assertThat(lost.cancel(false)).isTrue();
    var last = add("a", 2, "kept");
    assertThat(last).isNotDone();

    // When it is delivered again
    var again = add("a", 0, "kept");

    // Then
    for (var each : List.of(other, last, again)) {
      assertThat(result(each).status()).isEqualTo(VerdictStatus.OK);
    }
  }

  @Test
  void aSecondResponseOfASampleIsNotScored() throws Exception {
    // Given
    assertThat(add("a", 0, "first")).isNotDone();

    // When
    var second = add("a", 0, "second");

    // Then
    assertThat(result(second))
        .isEqualTo(ScoreResult.notScored("another response of sample 0 was there first"));
  }

  @Test
  void aSingleResponseIsNotGivenToAGroupScorer() throws Exception {
    // When
    var result = executor.score("longest-wins", new ScorerInput("prompt", "gold", "response"));

    // Then
    assertThat(result(result))
        .isEqualTo(
            ScoreResult.notScored(
                "scorer 'longest-wins' scores whole groups, not single responses"));
  }
}
