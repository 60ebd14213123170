package io.headrace.pipeline.weights;

import io.headrace.pipeline.error.ErrorCode.Category;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.WeightsManifest;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The versions that came after the one that was good last and may still become good, by the offset
 * of their manifest. Pure; not safe for threads.
 */
final class VersionCandidates {

  /** Older ones are pruned by the learner before they could be tried again. */
  private static final int MOST = 8;

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

  /** A version was good, so that nobody needs an older one. */
  void good(Candidate candidate) {
    candidates.headMap(candidate.offset(), true).clear();
    problems.headMap(candidate.offset(), true).clear();
  }

  /**
   * A version failed; it stays a candidate if the reason may pass.
   *
   * @return whether this was not known of it
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

  /** Whether a version that failed is a candidate still. */
  boolean isTriedAgain(Candidate candidate) {
    return candidates.containsKey(candidate.offset());
  }

  /** A record on the topic is no event. */
  void undecodable(long offset, String problem) {
    problems.put(offset, problem);
    bound(problems);
  }

  /** What is wrong with the newest version, empty when nothing is. */
  String problem() {
    return problems.descendingMap().values().stream().findFirst().orElse("");
  }

  private static void bound(NavigableMap<Long, ?> map) {
    while (map.size() > MOST) {
      map.pollFirstEntry();
    }
  }
}
