package io.headrace.verifier.scoring;

import io.headrace.verifier.scorer.GroupInput;
import io.headrace.verifier.scorer.GroupScorer;
import io.headrace.verifier.scoring.GroupGatherer.Gathered;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Gathers the responses of groups and has each complete group scored by a group scorer. Every
 * response gets its own result. Does not own the executor. Safe for use from several threads.
 */
public final class GroupScoring {

  private record Waiting(GroupMember member, CompletableFuture<Optional<ScoreResult>> result) {}

  private final ScoringExecutor scoring;
  private final GroupScorer scorer;
  private final GroupGatherer<Waiting> gatherer;

  /**
   * Creates a scoring without groups.
   *
   * @param maxResponses responses of incomplete groups held at most
   */
  public GroupScoring(ScoringExecutor scoring, GroupScorer scorer, int maxResponses) {
    this.scoring = scoring;
    this.scorer = scorer;
    this.gatherer = new GroupGatherer<>(maxResponses);
  }

  /**
   * Has a response scored together with its group, once all of the group's responses were added.
   * The first response of a sample is scored; a second one is NOT_SCORED.
   *
   * @return completes normally; empty when the executor rejected the group. Cancel it, and the
   *     group waits for another response of the sample
   */
  public CompletableFuture<Optional<ScoreResult>> score(GroupMember member) {
    var waiting = new Waiting(member, new CompletableFuture<>());
    var _ =
        waiting
            .result()
            .whenComplete(
                (_, _) -> {
                  if (waiting.result().isCancelled()) {
                    remove(waiting);
                  }
                });
    if (!add(waiting)) {
      notScored(waiting, "another response of sample " + member.sample() + " was there first");
    }
    for (var next = next(member); next.isPresent(); next = next(member)) {
      complete(next.get());
    }
    return waiting.result();
  }

  /**
   * Ends a group that gets no further responses; those that were added are NOT_SCORED, since a
   * score relative to a part of the group would differ from one relative to all of it.
   */
  public void end(String groupId) {
    take(groupId).ifPresent(this::complete);
  }

  private synchronized boolean add(Waiting waiting) {
    GroupMember member = waiting.member();
    return gatherer.add(member.groupId(), member.samples(), member.sample(), waiting);
  }

  private synchronized Optional<Gathered<Waiting>> next(GroupMember added) {
    return gatherer.next(added.groupId());
  }

  private synchronized Optional<Gathered<Waiting>> take(String groupId) {
    return gatherer.end(groupId);
  }

  private synchronized void remove(Waiting waiting) {
    gatherer.remove(waiting.member().groupId(), waiting.member().sample(), waiting);
  }

  private void complete(Gathered<Waiting> group) {
    if (group.isComplete()) {
      ask(group.members());
      return;
    }
    String reason =
        "the scorer needs all %d responses of the group and %d were gathered"
            .formatted(group.samples(), group.members().size());
    group.members().forEach(waiting -> notScored(waiting, reason));
  }

  private void ask(List<Waiting> members) {
    var first = members.getFirst().member().input();
    List<String> responses =
        members.stream().map(waiting -> waiting.member().input().response()).toList();
    var _ =
        scoring
            .score(scorer, new GroupInput(first.prompt(), first.gold(), responses))
            .thenAccept(
                results -> {
                  for (int i = 0; i < members.size(); i++) {
                    members.get(i).result().complete(resultOf(results, i));
                  }
                });
  }

  private static Optional<ScoreResult> resultOf(Optional<List<ScoreResult>> results, int index) {
    return results.map(each -> each.get(index));
  }

  private static void notScored(Waiting waiting, String reason) {
    waiting.result().complete(Optional.of(ScoreResult.notScored(reason)));
  }
}
