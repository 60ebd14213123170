package io.headrace.console.view;

import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.SampleOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/** An assembled group with a summary of each of its samples. */
public record GroupSummary(
    String groupId,
    String taskId,
    Purpose purpose,
    GroupStatus status,
    String dropReason,
    int requested,
    List<Member> members,
    List<Missing> missing,
    String position,
    Instant requestedAt,
    Instant at) {

  public GroupSummary {
    members = List.copyOf(members);
    missing = List.copyOf(missing);
  }

  /** One sample of the group. */
  public record Member(
      String traceId,
      int sample,
      int tokens,
      Optional<Double> score,
      Optional<Double> reward,
      String dropReason,
      String text) {
    private static final int EXCERPT = 120;

    private static Member of(String traceId, SampleOutcome sample, String text) {
      return new Member(
          traceId,
          sample.getSample(),
          sample.getTokens(),
          Optional.ofNullable(sample.getScore()),
          Optional.ofNullable(sample.getReward()),
          sample.getReason(),
          TextPreview.of(text, EXCERPT));
    }
  }

  /** A sample without a trace. */
  public record Missing(String traceId, String reason) {}

  /**
   * The summary of an outcome.
   *
   * @param text returns the response of a trace by its id, empty when it is not in the lists
   */
  static GroupSummary of(Position position, GroupOutcome group, UnaryOperator<String> text) {
    List<Member> members = new ArrayList<>();
    List<Missing> missing = new ArrayList<>();
    for (SampleOutcome sample : group.getSamples()) {
      String traceId = group.getGroupId() + "#" + sample.getSample();
      if (hasTrace(sample)) {
        members.add(Member.of(traceId, sample, text.apply(traceId)));
      } else {
        missing.add(new Missing(traceId, sample.getReason()));
      }
    }
    return new GroupSummary(
        group.getGroupId(),
        group.getTaskId(),
        group.getPurpose(),
        group.getStatus(),
        group.getDropReason(),
        group.getRequested(),
        members,
        missing,
        position.toString(),
        group.getRequestedAt(),
        group.getAssembledAt());
  }

  private static boolean hasTrace(SampleOutcome sample) {
    return sample.getTraceOffset() >= 0
        || sample.getNewestWeightsVersion() != null
        || sample.getScore() != null;
  }

  /** Mean reward of the samples that have one. */
  OptionalDouble meanReward() {
    return members.stream()
        .flatMap(member -> member.reward().stream())
        .mapToDouble(Double::doubleValue)
        .average();
  }
}
