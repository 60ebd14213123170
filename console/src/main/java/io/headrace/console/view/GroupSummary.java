package io.headrace.console.view;

import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.MissingTrace;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A group that was assembled, with a line for each of its samples. */
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

    private static Member of(ScoredTrace scored) {
      var trace = scored.getTrace();
      return new Member(
          trace.getTraceId(),
          trace.getSample(),
          trace.getTokens().size(),
          Optional.ofNullable(scored.getScore()),
          Optional.ofNullable(scored.getReward()),
          scored.getDropReason(),
          Excerpt.of(trace.getText(), EXCERPT));
    }
  }

  /** A sample that never came. */
  public record Missing(String traceId, String reason) {
    private static Missing of(MissingTrace missing) {
      return new Missing(missing.getTraceId(), missing.getReason());
    }
  }

  static GroupSummary of(Position position, ScoredGroup group) {
    return new GroupSummary(
        group.getGroupId(),
        group.getTask().getTaskId(),
        group.getPurpose(),
        group.getStatus(),
        group.getDropReason(),
        group.getRequested(),
        group.getTraces().stream().map(Member::of).toList(),
        group.getMissing().stream().map(Missing::of).toList(),
        position.toString(),
        group.getRequestedAt(),
        group.getAssembledAt());
  }

  /** Mean reward of the samples that have one. */
  OptionalDouble meanReward() {
    return members.stream()
        .flatMap(member -> member.reward().stream())
        .mapToDouble(Double::doubleValue)
        .average();
  }
}
