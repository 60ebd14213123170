package io.headrace.verifier.service;

import io.headrace.verifier.scorer.GroupInput;
import io.headrace.verifier.scorer.GroupScorer;
import io.headrace.verifier.scorer.Score;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Scores each response of a group by its rank in length: 0 for the shortest, 1 for the longest. */
final class RankingScorer implements GroupScorer {

  static final String NAME = "ranking";

  private final boolean answers;
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * A scorer.
   *
   * @param answers whether it ever answers
   */
  RankingScorer(boolean answers) {
    this.answers = answers;
  }

  /** How many groups it was asked for. */
  int asked() {
    return asked.get();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public CompletionStage<List<Score>> score(GroupInput group) {
    asked.incrementAndGet();
    return answers
        ? CompletableFuture.completedFuture(ranks(group.responses()))
        : new CompletableFuture<>();
  }

  private static List<Score> ranks(List<String> responses) {
    return responses.stream()
        .map(
            response -> {
              long shorter =
                  responses.stream().filter(other -> other.length() < response.length()).count();
              return (Score) new Score.Scored((double) shorter / (responses.size() - 1), "ranked");
            })
        .toList();
  }
}
