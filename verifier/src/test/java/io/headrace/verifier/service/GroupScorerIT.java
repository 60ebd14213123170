package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.testkit.TestBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A group scorer in the service: verdicts of whole groups, whatever happens in between. */
@Timeout(300)
class GroupScorerIT {

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private static final int SAMPLES = 3;

  @Test
  void aGroupThatWasIncompleteAtARestartIsScoredAsAWhole() {
    // Given a verifier that has scored a group and read two of three traces of another
    var run = new VerifierRun(BROKER);
    List<Trace> whole = run.group(1, SAMPLES, RankingScorer.NAME);
    List<Trace> split = run.group(2, SAMPLES, RankingScorer.NAME);
    try (VerifierService _ = run.start(new RankingScorer(true))) {
      run.write(split.subList(0, 2));
      run.write(whole);
      assertThat(run.verdicts(all -> all.size() >= SAMPLES))
          .extracting(Verdict::getGroupId)
          .containsOnly(whole.getFirst().getGroupId());
    }

    // When it is started again and the last trace comes
    try (VerifierService _ = run.start(new RankingScorer(true))) {
      run.write(split.subList(2, 3));
      List<Verdict> verdicts = run.verdicts(all -> of(all, split).size() >= SAMPLES);

      // Then each of its traces is scored relative to all
      assertThat(of(verdicts, split))
          .extracting(Verdict::getTraceId, Verdict::getStatus, Verdict::getScore)
          .containsExactlyInAnyOrder(
              tuple(split.get(0).getTraceId(), VerdictStatus.OK, 0.0),
              tuple(split.get(1).getTraceId(), VerdictStatus.OK, 0.5),
              tuple(split.get(2).getTraceId(), VerdictStatus.OK, 1.0));
    }
  }

  @Test
  void groupsThatWereBeingScoredAtARestartAreScoredAfterIt() {
    // Given a verifier whose scorer was asked for a group and does not answer
    var run = new VerifierRun(BROKER);
    List<Trace> traces = new ArrayList<>(run.traces(90, 99, "addition"));
    List<Trace> group = run.group(1, SAMPLES, RankingScorer.NAME);
    traces.addAll(group);
    var silent = new RankingScorer(false);
    try (VerifierService _ = run.start(silent)) {
      run.write(traces);
      await().atMost(VerifierRun.PATIENCE).until(() -> silent.asked() > 0);
      run.verdicts(all -> all.size() >= 10);
    }
    assertThat(of(run.verdictsNow(), group)).isEmpty();

    // When another one is started
    try (VerifierService _ = run.start(new RankingScorer(true))) {
      List<Verdict> verdicts = run.verdicts(all -> of(all, group).size() >= SAMPLES);

      // Then the group is scored, and the other queue has scored its traces once
      assertThat(of(verdicts, group)).extracting(Verdict::getStatus).containsOnly(VerdictStatus.OK);
      assertThat(verdicts).hasSize(10 + SAMPLES);
      assertThat(run.deadLettersNow()).isEmpty();
    }
  }

  @Test
  void groupsThatAKilledVerifierHadReadAreScoredByAnother(@TempDir Path folder) {
    // Given a verifier that is killed while it scores a group, with another one incomplete
    var run = new VerifierRun(BROKER);
    List<Trace> split = run.group(1, SAMPLES, RankingScorer.NAME);
    List<Trace> whole = run.group(2, SAMPLES, RankingScorer.NAME);
    run.write(split.subList(0, 2));
    run.write(whole);
    assertThat(KillerProcess.isEnded(run, folder, 0, () -> false)).isTrue();

    // When another one runs and the last trace comes
    try (VerifierService _ = run.start(new RankingScorer(true))) {
      run.write(split.subList(2, 3));
      List<Verdict> verdicts = run.verdicts(all -> all.size() >= 2 * SAMPLES);

      // Then all traces are scored with their groups
      assertThat(verdicts).hasSize(2 * SAMPLES);
      assertThat(verdicts).extracting(Verdict::getStatus).containsOnly(VerdictStatus.OK);
      assertThat(of(verdicts, split))
          .extracting(Verdict::getScore)
          .containsExactlyInAnyOrder(0.0, 0.5, 1.0);
    }
  }

  @Test
  void anIncompleteGroupIsNotScoredAfterItsTimeoutAndItsLastTraceComesTooLate() {
    // Given a group without its last trace
    var run = new VerifierRun(BROKER, "verifier.group-timeout=500ms");
    List<Trace> group = run.group(1, SAMPLES, RankingScorer.NAME);
    try (VerifierService _ = run.start(new RankingScorer(true))) {
      run.write(group.subList(0, 2));
      run.verdicts(all -> all.size() >= 2);

      // When that one comes after all
      run.write(group.subList(2, 3));
      List<Verdict> verdicts = run.verdicts(all -> all.size() >= SAMPLES);

      // Then none has a score, each with its reason
      assertThat(verdicts).extracting(Verdict::getStatus).containsOnly(VerdictStatus.NOT_SCORED);
      assertThat(verdicts)
          .extracting(Verdict::getDetail)
          .containsExactly(
              "the scorer needs all 3 responses of the group and 2 were gathered",
              "the scorer needs all 3 responses of the group and 2 were gathered",
              "its group was complete or ended before the trace was read");
    }
  }

  private static List<Verdict> of(List<? extends Verdict> verdicts, List<Trace> group) {
    String id = group.getFirst().getGroupId();
    return verdicts.stream()
        .filter(verdict -> verdict.getGroupId().equals(id))
        .map(Verdict.class::cast)
        .toList();
  }
}
