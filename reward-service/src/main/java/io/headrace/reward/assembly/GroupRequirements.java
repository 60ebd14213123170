package io.headrace.reward.assembly;

import io.headrace.schemas.GroupRequest;
import java.time.Instant;
import java.util.List;

/**
 * What a group needs to be complete, from its request.
 *
 * @param samples number of traces, at least 1
 * @param scorers distinct names of the scorers whose verdict each trace needs, at least one
 * @param deadline when the group is assembled from the events received so far
 */
public record GroupRequirements(int samples, List<String> scorers, Instant deadline) {

  /** Copies the scorers. */
  public GroupRequirements {
    scorers = List.copyOf(scorers);
  }

  /** The requirements of a request. */
  static GroupRequirements of(GroupRequest request) {
    return new GroupRequirements(request.getSamples(), request.getScorers(), request.getDeadline());
  }
}
