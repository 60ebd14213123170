package io.headrace.reward.assembly;

import io.headrace.reward.assembly.TraceScore.Scored;
import io.headrace.reward.assembly.TraceScore.Unscored;
import io.headrace.reward.shaping.RewardShaping;
import io.headrace.reward.shaping.ScoredSample;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.MissingTrace;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Builds the scored group from its traces and verdicts: scores from verdicts, rewards from scores,
 * and a reason for every sample without a score. Pure.
 */
public final class GroupComposer {

  private static final String NO_TRACE = "no trace was received";
  private static final String LOST_TRACE = "its trace is no longer in the log";

  private final AssemblyRules rules;

  /** Creates a composer with the given rules. */
  public GroupComposer(AssemblyRules rules) {
    this.rules = rules;
  }

  /**
   * The group to emit.
   *
   * @param request the group's request
   * @param joined the received traces, in any order, at most one per sample
   * @param now when the group is assembled
   */
  public ScoredGroup compose(GroupRequest request, List<JoinedTrace> joined, Instant now) {
    return compose(request, joined, Set.of(), Abandonment.NONE, now);
  }

  /**
   * The group to emit when received traces can't be read any more or work was abandoned.
   *
   * @param received the numbers of all samples whose traces were received
   * @param abandonment the abandoned work
   */
  public ScoredGroup compose(
      GroupRequest request,
      List<JoinedTrace> joined,
      Set<Integer> received,
      Abandonment abandonment,
      Instant now) {
    String why = cause(abandonment);
    ScorerWeights weights = ScorerWeights.of(request);
    List<JoinedTrace> present =
        joined.stream()
            .filter(one -> one.trace().getSample() < request.getSamples())
            .sorted(Comparator.comparingInt(one -> one.trace().getSample()))
            .toList();
    List<TraceScore> scores =
        present.stream()
            .map(one -> TraceScore.of(request.getScorers(), weights, one.verdicts(), why))
            .toList();
    int scored = (int) scores.stream().filter(Scored.class::isInstance).count();
    int minimum = rules.minimum(request.getPurpose(), request.getSamples());
    return builder(request, now)
        .setStatus(status(request, scored, minimum))
        .setDropReason(scored < minimum ? tooFew(request, scored, minimum, abandonment) : "")
        .setTraces(scoredTraces(request, present, scores))
        .setMissing(missing(request, present, received, why))
        .build();
  }

  /**
   * The dropped group without its traces, for a group that is too large to be written.
   *
   * @param request the group's request
   * @param reason why it is dropped
   * @param now when the group is assembled
   */
  public static ScoredGroup drop(GroupRequest request, String reason, Instant now) {
    List<MissingTrace> missing =
        IntStream.range(0, request.getSamples())
            .mapToObj(sample -> EventValidator.traceId(request.getGroupId(), sample))
            .map(traceId -> new MissingTrace(traceId, reason))
            .toList();
    return builder(request, now)
        .setStatus(GroupStatus.DROPPED)
        .setDropReason(reason)
        .setTraces(List.of())
        .setMissing(missing)
        .build();
  }

  private static ScoredGroup.Builder builder(GroupRequest request, Instant now) {
    return ScoredGroup.newBuilder()
        .setRun(request.getRun())
        .setGroupId(request.getGroupId())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setEpoch(request.getEpoch())
        .setNumber(request.getNumber())
        .setRequested(request.getSamples())
        .setEvaluation(request.getEvaluation())
        .setRequestedAt(request.getRequestedAt())
        .setAssembledAt(now);
  }

  private static GroupStatus status(GroupRequest request, int scored, int minimum) {
    if (scored < minimum) {
      return GroupStatus.DROPPED;
    }
    return scored < request.getSamples() ? GroupStatus.PARTIAL : GroupStatus.COMPLETE;
  }

  private static String tooFew(
      GroupRequest request, int scored, int minimum, Abandonment abandonment) {
    return "%d of %d samples scored, at least %d needed%s"
        .formatted(
            scored,
            request.getSamples(),
            minimum,
            abandonment.reason().isEmpty() ? "" : ": " + abandonment.reason());
  }

  /** The end of the reason for a missing trace or verdict. */
  private static String cause(Abandonment abandonment) {
    return abandonment.reason().isEmpty() ? " before the deadline" : ": " + abandonment.reason();
  }

  private List<ScoredTrace> scoredTraces(
      GroupRequest request, List<JoinedTrace> present, List<TraceScore> scores) {
    double[] rewards = rewards(request, present, scores);
    List<ScoredTrace> traces = new ArrayList<>(present.size());
    int next = 0;
    for (int i = 0; i < present.size(); i++) {
      ScoredTrace.Builder trace =
          ScoredTrace.newBuilder()
              .setTrace(present.get(i).trace())
              .setVerdicts(present.get(i).verdicts());
      switch (scores.get(i)) {
        case Scored(double score) -> trace.setScore(score).setReward(rewards[next++]);
        case Unscored(String reason) -> trace.setDropReason(reason);
      }
      traces.add(trace.build());
    }
    return traces;
  }

  private double[] rewards(
      GroupRequest request, List<JoinedTrace> present, List<TraceScore> scores) {
    List<ScoredSample> samples = new ArrayList<>(present.size());
    for (int i = 0; i < present.size(); i++) {
      if (scores.get(i) instanceof Scored(double score)) {
        samples.add(new ScoredSample(score, present.get(i).trace().getTokens().size()));
      }
    }
    RewardShaping shaping =
        request.getPurpose() == Purpose.TRAIN ? rules.shaping() : RewardShaping.NONE;
    return shaping.shape(samples, request.getNumber());
  }

  private static List<MissingTrace> missing(
      GroupRequest request, List<JoinedTrace> present, Set<Integer> received, String why) {
    Set<Integer> presentSamples =
        present.stream().map(one -> one.trace().getSample()).collect(Collectors.toSet());
    return IntStream.range(0, request.getSamples())
        .filter(sample -> !presentSamples.contains(sample))
        .mapToObj(
            sample ->
                new MissingTrace(
                    EventValidator.traceId(request.getGroupId(), sample),
                    received.contains(sample) ? LOST_TRACE : NO_TRACE + why))
        .toList();
  }
}
