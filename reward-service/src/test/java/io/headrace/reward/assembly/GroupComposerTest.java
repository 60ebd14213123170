package io.headrace.reward.assembly;

import static io.headrace.reward.SampleEvents.SCORER;
import static io.headrace.reward.SampleEvents.START;
import static io.headrace.reward.SampleEvents.failure;
import static io.headrace.reward.SampleEvents.request;
import static io.headrace.reward.SampleEvents.trace;
import static io.headrace.reward.SampleEvents.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.reward.shaping.LengthReward;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.MissingTrace;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupComposerTest {

  private static final String GROUP = "t.e1.7";

  private final GroupComposer composer = new GroupComposer(AssemblyRules.DEFAULT);

  @Test
  void aCompleteGroupHasItsTracesInOrderOfSampleNumbers() {
    // When
    ScoredGroup group =
        composer.compose(request(GROUP, 2), List.of(scored(1, 0), scored(0, 1)), START);

    // Then
    assertThat(group.getStatus()).isEqualTo(GroupStatus.COMPLETE);
    assertThat(group.getDropReason()).isEmpty();
    assertThat(group.getMissing()).isEmpty();
    assertThat(group.getNumber()).isEqualTo(7);
    assertThat(group.getTraces()).extracting(ScoredTrace::getScore).containsExactly(1.0, 0.0);
    assertThat(group.getTraces()).extracting(ScoredTrace::getReward).containsExactly(1.0, 0.0);
  }

  @Test
  void aSampleWithoutATraceIsMissingWithItsReason() {
    // When
    ScoredGroup group =
        composer.compose(request(GROUP, 3), List.of(scored(0, 1), scored(2, 0)), START);

    // Then
    assertThat(group.getStatus()).isEqualTo(GroupStatus.PARTIAL);
    assertThat(group.getMissing())
        .containsExactly(
            new MissingTrace(GROUP + "#1", "no trace was received before the deadline"));
  }

  @Test
  void aFailureIsNeverAScore() {
    for (VerdictStatus status :
        List.of(VerdictStatus.TIMEOUT, VerdictStatus.ERROR, VerdictStatus.NOT_SCORED)) {
      // When
      ScoredGroup group =
          composer.compose(
              request(GROUP, 3),
              List.of(scored(0, 1), scored(1, 1), joined(2, failure(GROUP, 2, status))),
              START);

      // Then
      ScoredTrace failed = group.getTraces().get(2);
      assertThat(group.getStatus()).isEqualTo(GroupStatus.PARTIAL);
      assertThat(failed.getScore()).isNull();
      assertThat(failed.getReward()).isNull();
      assertThat(failed.getDropReason())
          .isEqualTo("addition: " + status + ", no answer within 1 s");
      assertThat(failed.getVerdicts()).hasSize(1);
    }
  }

  @Test
  void theScoreIsTheWeightedMeanOfTheVerdicts() {
    // Given a scorer with three times the weight of the other
    GroupRequest request = ofTwoScorers(Map.of(SCORER, 3.0, "format", 1.0));

    // When
    ScoredGroup group = composer.compose(request, List.of(withTwoVerdicts(1, 0.2)), START);

    // Then
    assertThat(group.getTraces().getFirst().getScore()).isEqualTo((3 * 1 + 0.2) / 4);
  }

  @Test
  void equalWeightsGiveTheUnweightedMean() {
    // Given
    double plain = (0.7 + 0.1) / 2;

    for (Map<String, Double> weights :
        List.of(Map.<String, Double>of(), Map.of(SCORER, 0.3, "format", 0.3))) {
      // When
      ScoredGroup group =
          composer.compose(ofTwoScorers(weights), List.of(withTwoVerdicts(0.7, 0.1)), START);

      // Then
      assertThat(group.getTraces().getFirst().getScore()).isEqualTo(plain);
    }
  }

  @Test
  void aVerdictOfAScorerWithWeightZeroIsRequiredAndDoesNotCount() {
    // Given
    GroupRequest request = ofTwoScorers(Map.of(SCORER, 1.0, "format", 0.0));

    // When
    ScoredGroup complete = composer.compose(request, List.of(withTwoVerdicts(0.5, 0.1)), START);
    ScoredGroup missing = composer.compose(request, List.of(scored(0, 0.5)), START);

    // Then
    assertThat(complete.getTraces().getFirst().getScore()).isEqualTo(0.5);
    assertThat(missing.getStatus()).isEqualTo(GroupStatus.DROPPED);
  }

  private static GroupRequest ofTwoScorers(Map<String, Double> weights) {
    GroupRequest request = request(GROUP, 1, Purpose.EVALUATION, List.of(SCORER, "format"));
    return GroupRequest.newBuilder(request).setScorerWeights(weights).build();
  }

  private static JoinedTrace withTwoVerdicts(double score, double format) {
    return joined(
        0, verdict(GROUP, 0, score), verdict(GROUP, 0, "format", VerdictStatus.OK, format).build());
  }

  @Test
  void aTraceWithoutAVerdictStaysWithoutAScore() {
    // When
    ScoredGroup group =
        composer.compose(request(GROUP, 3), List.of(scored(0, 1), scored(1, 0), joined(2)), START);

    // Then
    assertThat(group.getTraces().get(2).getScore()).isNull();
    assertThat(group.getTraces().get(2).getDropReason())
        .isEqualTo("no verdict of addition was received before the deadline");
  }

  @Test
  void aTrainingGroupNeedsTwoScoredTracesAndAHeldOutGroupOne() {
    // Given
    List<JoinedTrace> one = List.of(scored(0, 1));
    GroupRequest heldOut = request(GROUP, 4, Purpose.EVALUATION, List.of(SCORER));

    // When
    ScoredGroup train = composer.compose(request(GROUP, 4), one, START);
    ScoredGroup evaluation = composer.compose(heldOut, one, START);
    ScoredGroup single = composer.compose(request(GROUP, 1), one, START);

    // Then
    assertThat(train.getStatus()).isEqualTo(GroupStatus.DROPPED);
    assertThat(train.getDropReason()).isEqualTo("1 of 4 samples scored, at least 2 needed");
    assertThat(evaluation.getStatus()).isEqualTo(GroupStatus.PARTIAL);
    assertThat(single.getStatus()).isEqualTo(GroupStatus.COMPLETE);
  }

  @Test
  void theScoreIsTheMeanOverTheRequiredScorers() {
    // Given
    GroupRequest request = request(GROUP, 1, Purpose.TRAIN, List.of(SCORER, "format"));
    Verdict format = verdict(GROUP, 0, "format", VerdictStatus.OK, 0.5).build();

    // When
    ScoredGroup group =
        composer.compose(request, List.of(joined(0, verdict(GROUP, 0, 1), format)), START);

    // Then
    assertThat(group.getTraces().getFirst().getScore()).isEqualTo(0.75);
  }

  @Test
  void shapingAppliesToTheScoredTracesOfTrainingGroupsOnly() {
    // Given
    GroupComposer shaping =
        new GroupComposer(AssemblyRules.DEFAULT.withShaping(new LengthReward(1, 0)));
    List<JoinedTrace> joined =
        List.of(scored(0, 1), joined(1, failure(GROUP, 1, VerdictStatus.ERROR)), scored(2, 1));
    GroupRequest heldOut = request(GROUP, 3, Purpose.EVALUATION, List.of(SCORER));

    // When
    ScoredGroup train = shaping.compose(request(GROUP, 3), joined, START);
    ScoredGroup evaluation = shaping.compose(heldOut, joined, START);

    // Then
    assertThat(train.getTraces())
        .extracting(ScoredTrace::getReward)
        .containsExactly(1.5, null, 0.5);
    assertThat(evaluation.getTraces())
        .extracting(ScoredTrace::getReward)
        .containsExactly(1.0, null, 1.0);
  }

  @Test
  void theTracesOfAGroupThatIsTooLargeAreMissing() {
    // When
    ScoredGroup dropped = GroupComposer.drop(request(GROUP, 2), "too large", START);

    // Then
    assertThat(dropped.getStatus()).isEqualTo(GroupStatus.DROPPED);
    assertThat(dropped.getDropReason()).isEqualTo("too large");
    assertThat(dropped.getTraces()).isEmpty();
    assertThat(dropped.getMissing())
        .extracting(MissingTrace::getTraceId)
        .containsExactly(GROUP + "#0", GROUP + "#1");
  }

  private static JoinedTrace scored(int sample, double score) {
    return joined(sample, verdict(GROUP, sample, score));
  }

  private static JoinedTrace joined(int sample, Verdict... verdicts) {
    return new JoinedTrace(trace(GROUP, sample, 3), List.of(verdicts));
  }
}
