package io.headrace.pipeline.health;

import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.HealthState;
import io.headrace.schemas.SampleOutcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts the outcomes of groups assembled since the run's last progress. Not thread-safe. */
final class GroupOutcomeCounts {

  /** Minimum number of groups with equal rewards that is reported; fewer may be chance. */
  private static final int MIN_GROUPS = 20;

  private static final int MAX_REASONS = 100;

  private final Map<String, Integer> reasons = new HashMap<>();
  private long groups;
  private long sampled;
  private long scored;
  private double scoreSum;
  private long mixed;
  private long letters;
  private String lastLetterMessage = "";

  void add(GroupOutcome group) {
    groups++;
    Set<Double> rewards = new HashSet<>();
    for (SampleOutcome sample : group.getSamples()) {
      add(sample);
      Double reward = sample.getReward();
      if (reward != null) {
        rewards.add(reward);
      }
    }
    mixed += rewards.size() > 1 ? 1 : 0;
  }

  private void add(SampleOutcome sample) {
    sampled += sample.getTraceOffset() >= 0 || sample.getTokens() > 0 ? 1 : 0;
    Double score = sample.getScore();
    if (score != null) {
      scored++;
      scoreSum += score;
    } else if (reasons.size() < MAX_REASONS || reasons.containsKey(sample.getReason())) {
      reasons.merge(sample.getReason(), 1, Integer::sum);
    }
  }

  void add(DeadLetter letter) {
    letters++;
    lastLetterMessage = letter.getMessage();
  }

  /** Writes the counts to a snapshot. */
  void save(HealthState.Builder state) {
    state
        .setGroups(groups)
        .setSampled(sampled)
        .setScored(scored)
        .setScoreSum(scoreSum)
        .setMixed(mixed)
        .setLetters(letters)
        .setLastLetter(lastLetterMessage)
        .setReasons(Map.copyOf(reasons));
  }

  /** Reads the counts from a snapshot. */
  static GroupOutcomeCounts restored(HealthState state) {
    GroupOutcomeCounts counts = new GroupOutcomeCounts();
    counts.groups = state.getGroups();
    counts.sampled = state.getSampled();
    counts.scored = state.getScored();
    counts.scoreSum = state.getScoreSum();
    counts.mixed = state.getMixed();
    counts.letters = state.getLetters();
    counts.lastLetterMessage = state.getLastLetter();
    counts.reasons.putAll(state.getReasons());
    return counts;
  }

  boolean isEmpty() {
    return groups == 0;
  }

  /** Why none of these groups is usable, as a clause; empty when some may be. */
  Optional<String> problem() {
    if (groups > 0 && sampled == 0) {
      return Optional.of(
          "no sample was drawn for any of the %,d assembled groups%s"
              .formatted(groups, letters > 0 ? "; " + deadLetterProblem() : topReason()));
    }
    if (groups > 0 && scored == 0) {
      return Optional.of(
          "%,d samples were drawn and none was scored%s; see 'headrace tail verdicts'"
              .formatted(sampled, topReason()));
    }
    return groups == 0 && letters > 0 ? Optional.of(deadLetterProblem()) : Optional.empty();
  }

  /** Why a step can't learn from these scored groups, as a clause; empty when it can. */
  Optional<String> equalRewardsProblem() {
    return groups >= MIN_GROUPS && mixed == 0 && scored > 0
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "none of the %,d assembled groups has two different rewards (mean score %.2f), so"
                    + " no step can train on them",
                groups,
                scoreSum / scored))
        : Optional.empty();
  }

  private String deadLetterProblem() {
    return "%,d %s could not be used, the last because: %s; see 'headrace dlq'"
        .formatted(letters, letters == 1 ? "record" : "records", lastLetterMessage);
  }

  private String topReason() {
    return reasons.entrySet().stream()
        .filter(reason -> !reason.getKey().isEmpty())
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Comparator.comparing(Map.Entry::getKey)))
        .map(reason -> ": " + reason.getKey())
        .orElse("");
  }
}
