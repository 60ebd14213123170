package io.headrace.systemtests;

import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** A group in sampling: each sample gets one token a second from the newest weights. */
final class SimulatedRollout {

  private final GroupRequest request;
  private final List<List<Long>> versions = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();

  SimulatedRollout(GroupRequest request, SplittableRandom random) {
    this.request = request;
    for (int sample = 0; sample < request.getSamples(); sample++) {
      versions.add(new ArrayList<>());
      lengths.add(1 + seconds(random));
    }
  }

  /** A random duration: mostly a few seconds, sometimes many, rarely more than a group's limit. */
  private static int seconds(SplittableRandom random) {
    return switch (random.nextInt(200)) {
      case 0 -> 100;
      case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> random.nextInt(40);
      default -> random.nextInt(4);
    };
  }

  GroupRequest request() {
    return request;
  }

  void draw(long version) {
    for (int sample = 0; sample < versions.size(); sample++) {
      if (versions.get(sample).size() < lengths.get(sample)) {
        versions.get(sample).add(version);
      }
    }
  }

  boolean isDone() {
    for (int sample = 0; sample < versions.size(); sample++) {
      if (versions.get(sample).size() < lengths.get(sample)) {
        return false;
      }
    }
    return true;
  }

  /** The trace of a sample, with a segment for each token. */
  Trace trace(Trace like, int sample) {
    List<Long> drawn = versions.get(sample);
    return Trace.newBuilder(like)
        .setTokens(Collections.nCopies(drawn.size(), 7))
        .setLogProbs(Collections.nCopies(drawn.size(), -1f))
        .setSegments(
            drawn.stream()
                .map(
                    version -> Segment.newBuilder().setWeightsVersion(version).setTokens(1).build())
                .toList())
        .build();
  }
}
