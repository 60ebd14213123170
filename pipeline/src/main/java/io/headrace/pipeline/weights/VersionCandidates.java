package io.headrace.pipeline.weights;

import io.headrace.pipeline.error.ErrorCode.Category;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.WeightsManifest;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The versions published after the last valid one that may still be valid, by the offset of their
 * manifest. Pure; not safe for threads.
 */
final class VersionCandidates {

  /** Maximum number of candidates; the learner prunes older versions before a retry. */
  private static final int MAX_CANDIDATES = 8;

  private final NavigableMap<Long, Candidate> candidates = new TreeMap<>();
  private final NavigableMap<Long, String> problems = new TreeMap<>();

  /**
   * A version to try.
   *
   * @param offset of its manifest
   */
  record Candidate(long offset, WeightsManifest manifest) {}

  void add(long offset, WeightsManifest manifest) {
    candidates.put(offset, new Candidate(offset, manifest));
    bound(candidates);
  }

  boolean isEmpty() {
    return candidates.isEmpty();
  }

  List<Candidate> newestFirst() {
    return List.copyOf(candidates.descendingMap().values());
  }

  /** Removes a valid version and all older ones. */
  void markValid(Candidate candidate) {
    candidates.headMap(candidate.offset(), true).clear();
    problems.headMap(candidate.offset(), true).clear();
  }

  /**
   * Records the failure of a version, which stays a candidate if the failure is retriable.
   *
   * @return whether this failure of the version is new
   */
  boolean failed(Candidate candidate, HeadraceException problem) {
    if (problem.code().category() != Category.RETRIABLE) {
      candidates.remove(candidate.offset());
    }
    String sentence = String.valueOf(problem.getMessage());
    boolean isNew = !sentence.equals(problems.put(candidate.offset(), sentence));
    bound(problems);
    return isNew;
  }

  /** Whether a failed version is still a candidate. */
  boolean isTriedAgain(Candidate candidate) {
    return candidates.containsKey(candidate.offset());
  }

  /** Records that a record of the topic is not an event. */
  void undecodable(long offset, String problem) {
    problems.put(offset, problem);
    bound(problems);
  }

  /** The problem of the newest version that has one, or empty. */
  String problem() {
    return problems.descendingMap().values().stream().findFirst().orElse("");
  }

  private static void bound(NavigableMap<Long, ?> map) {
    while (map.size() > MAX_CANDIDATES) {
      map.pollFirstEntry();
    }
  }
}
