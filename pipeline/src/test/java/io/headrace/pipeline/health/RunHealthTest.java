package io.headrace.pipeline.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.Accuracy;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.ServiceState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunHealthTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> ALL =
      List.of("curriculum", "rollout-worker", "verifier", "reward-service", "learner");

  private final RunHealth health = new RunHealth(START);

  @BeforeEach
  void training() {
    health.apply(new PhaseChanged("r", Phase.TRAINING, "", 0L, "", START));
  }

  @ParameterizedTest
  @ValueSource(strings = {"curriculum", "rollout-worker", "verifier", "reward-service", "learner"})
  void aSilentServiceIsReported(String silent) {
    // Given heartbeats of all others
    ALL.stream().filter(service -> !service.equals(silent)).forEach(service -> beat(service, 20));

    // Then
    assertThat(health.stallReason(at(21)))
        .contains("no %s is alive; start one with 'headrace start %s'".formatted(silent, silent));
  }

  @Test
  void aFurtherLearnerThatFallsSilentIsReportedAndOneThatStoppedIsNot() {
    // Given two further learners, of which one stops in order
    beat("learner.reward-model", 1);
    beat("learner.critic", 1);
    health.apply(
        new Heartbeat("r", "learner.critic", "i", ServiceState.STOPPED, 0L, Map.of(), "", at(2)));

    // When
    ALL.forEach(service -> beat(service, 20));

    // Then
    assertThat(health.stallReason(at(21)))
        .contains(
            "no learner.reward-model is alive; start one with 'headrace start learner --set"
                + " learner.id=reward-model'");
    beat("learner.reward-model", 20);
    assertThat(health.stallReason(at(21))).isEmpty();
  }

  @Test
  void servicesHaveTimeToStart() {
    assertThat(health.stallReason(at(9))).isEmpty();
  }

  @Test
  void unusableRequestsAreDistinguishedFromAFailingVerifier() {
    // Given
    allAlive(40);
    health.apply(letter("a stop string is empty; leave it out"));
    health.apply(group(missing(), missing()));

    // Then it is reported after a time without progress
    assertThat(health.stallReason(at(29))).isEmpty();
    assertThat(health.stallReason(at(41)))
        .contains(
            "no sample was drawn for any of the 1 assembled groups; 1 record could not be"
                + " used, the last because: a stop string is empty; leave it out; see 'headrace"
                + " dlq'");
  }

  @Test
  void withoutADeadLetterTheSamplesReasonIsReported() {
    allAlive(40);
    health.apply(group(missing(), missing()));

    assertThat(health.stallReason(at(41)))
        .contains("no sample was drawn for any of the 1 assembled groups: no trace was received");
  }

  @Test
  void samplesWithoutScoresAreReportedWithTheScorersReason() {
    allAlive(40);
    health.apply(group(unscored("TIMEOUT"), unscored("TIMEOUT"), unscored("ERROR")));

    assertThat(health.stallReason(at(41)))
        .contains(
            "3 samples were drawn and none was scored: TIMEOUT; see 'headrace tail verdicts'");
  }

  @Test
  void equalRewardsAreReportedAfterAWhile() {
    // Given
    allAlive(40);
    IntStream.range(0, 20).forEach(_ -> health.apply(group(scored(0), scored(0))));

    // Then
    assertThat(health.stallReason(at(20))).isEmpty();
    assertThat(health.stallReason(at(41)))
        .contains(
            "none of the 20 assembled groups has two different rewards (mean score 0.00), so"
                + " no step can train on them");
  }

  @Test
  void trainableGroupsAreNotAStall() {
    allAlive(40);
    IntStream.range(0, 20).forEach(_ -> health.apply(group(scored(0), scored(1))));

    assertThat(health.stallReason(at(41))).isEmpty();
  }

  @Test
  void noGroupIsAssembledAndNoWorkerSamples() {
    allAlive(40);

    assertThat(health.stallReason(at(29))).isEmpty();
    assertThat(health.stallReason(at(41)))
        .contains(
            "no group was assembled for 41 s and no worker has pending samples; see 'headrace tail"
                + " tasks'");
  }

  @Test
  void aReportedProblemIsTheReasonThatNoGroupIsAssembled() {
    // Given
    allAlive(40);
    withProblem("verifier", 40, "10 scorer threads are stuck; restart the verifier");

    // When / Then
    assertThat(health.stallReason(at(41)))
        .contains(
            "no group was assembled for 41 s; verifier: 10 scorer threads are stuck; restart the"
                + " verifier");

    // and no longer after the problem has ended
    withProblem("verifier", 41, "");
    assertThat(health.stallReason(at(42)).orElseThrow()).contains("headrace tail tasks");
  }

  @Test
  void workersWithoutWeightsAreReported() {
    ALL.forEach(service -> beat(service, 40, null, 0));

    assertThat(health.stallReason(at(41)))
        .contains("no rollout worker has weights to sample with; see 'headrace tail weights'");
  }

  @Test
  void aLongSampleIsNotAStall() {
    allAlive(40);
    beat("rollout-worker", 40, 0L, 8);

    assertThat(health.stallReason(at(41))).isEmpty();
  }

  @Test
  void anEvaluationInWhichNothingWasScoredIsNoProgress() {
    allAlive(40);
    health.apply(group(missing()));
    health.apply(evaluation(0));

    assertThat(health.stallReason(at(41))).isPresent();

    // When one answer is scored
    health.apply(evaluation(1));

    // Then
    assertThat(health.stallReason(at(30))).isEmpty();
  }

  @Test
  void aPausedOrFinishedRunIsNotStalled() {
    health.apply(group(missing()));

    health.apply(new CommandIssued("r", Command.PAUSE, "cli", "", at(1)));
    assertThat(health.stallReason(at(99))).isEmpty();

    health.apply(new CommandIssued("r", Command.RESUME, "cli", "", at(2)));
    assertThat(health.stallReason(at(99))).isPresent();

    health.apply(new PhaseChanged("r", Phase.FINISHED, "", 0L, "", at(3)));
    assertThat(health.stallReason(at(99))).isEmpty();
  }

  private void allAlive(int second) {
    ALL.forEach(service -> beat(service, second));
  }

  private void beat(String service, int second) {
    beat(service, second, 0L, 0);
  }

  private void beat(String service, int second, @Nullable Long version, double pending) {
    beat(service, second, version, pending, "");
  }

  private void withProblem(String service, int second, String problem) {
    beat(service, second, 0L, 0, problem);
  }

  private void beat(
      String service, int second, @Nullable Long version, double pending, String problem) {
    health.apply(
        new Heartbeat(
            "r",
            service,
            "i",
            ServiceState.RUNNING,
            version,
            Map.of("headrace_rollout_pending_samples", pending),
            problem,
            at(second)));
  }

  private static DeadLetter letter(String message) {
    return DeadLetter.newBuilder()
        .setRun("r")
        .setService("rollout-worker")
        .setOriginTopic("r.tasks")
        .setOriginPartition(0)
        .setOriginOffset(0)
        .setErrorCode("INVALID_EVENT")
        .setMessage(message)
        .setAttempt(1)
        .setFailedAt(at(5))
        .build();
  }

  private static GroupOutcome group(SampleOutcome... samples) {
    return GroupOutcome.newBuilder()
        .setRun("r")
        .setGroupId("t.e0.1")
        .setTaskId("t")
        .setPurpose(Purpose.TRAIN)
        .setNumber(1)
        .setStatus(GroupStatus.COMPLETE)
        .setRequested(samples.length)
        .setSamples(Arrays.asList(samples))
        .setRequestedAt(START)
        .setAssembledAt(at(5))
        .build();
  }

  private static SampleOutcome missing() {
    return SampleOutcome.newBuilder().setSample(0).setReason("no trace was received").build();
  }

  private static SampleOutcome unscored(String reason) {
    return SampleOutcome.newBuilder(scored(0))
        .setScore(null)
        .setReward(null)
        .setReason(reason)
        .build();
  }

  private static SampleOutcome scored(double score) {
    return SampleOutcome.newBuilder()
        .setSample(0)
        .setTraceOffset(7)
        .setTokens(3)
        .setScore(score)
        .setReward(score)
        .build();
  }

  private static EvaluationCompleted evaluation(int scored) {
    Accuracy accuracy = new Accuracy(0, scored, 10);
    return new EvaluationCompleted(
        "r", "v0-training", 0L, 0L, accuracy, accuracy, 0.0, START, at(6));
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}
