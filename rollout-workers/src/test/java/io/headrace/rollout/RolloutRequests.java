package io.headrace.rollout;

import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.Task;
import java.time.Instant;

/** Changes requests for tests of rollout workers. */
final class RolloutRequests {

  private RolloutRequests() {}

  /** The request with a held-out task. */
  static GroupRequest heldOut(GroupRequest request) {
    return GroupRequest.newBuilder(request).setPurpose(Purpose.EVALUATION).build();
  }

  /** One greedy sample of so many tokens; the random model draws no end-of-sequence token. */
  static GroupRequest longSample(GroupRequest request, int tokens) {
    Sampling sampling =
        Sampling.newBuilder(request.getSampling())
            .setMaxNewTokens(tokens)
            .setTemperature(0)
            .build();
    return GroupRequest.newBuilder(request).setSamples(1).setSampling(sampling).build();
  }

  static GroupRequest withPrompt(GroupRequest request, String prompt) {
    Task task = Task.newBuilder(request.getTask()).setPrompt(prompt).build();
    return GroupRequest.newBuilder(request).setTask(task).build();
  }

  static GroupRequest expired(GroupRequest request) {
    return GroupRequest.newBuilder(request).setDeadline(Instant.now()).build();
  }

  static GroupRequest fromVersion(GroupRequest request, long version) {
    return GroupRequest.newBuilder(request).setMinWeightsVersion(version).build();
  }
}
