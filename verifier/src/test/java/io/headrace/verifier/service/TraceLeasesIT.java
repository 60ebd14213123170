package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.schemas.AttemptStarted;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.schemas.WorkAbandoned;
import io.headrace.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every trace ends in a verdict or in the dead letters, whatever its scorer does. */
@Timeout(300)
class TraceLeasesIT {

  /** A short lease, but longer than the usual pauses of threads on a busy machine. */
  private static final Duration LEASE = Duration.ofSeconds(9);

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @TempDir private Path folder;
  private final WaitingScorer patient = new WaitingScorer(VerifierRun.PATIENCE);
  private VerifierRun run;

  @BeforeEach
  void openRun() {
    run = new VerifierRun(BROKER);
  }

  @AfterEach
  void releaseScorers() {
    patient.release();
  }

  @Test
  void eachTraceIsScoredOnceByAScorerThatTakesLongerThanALease() {
    // Given leases that are over before two threads have scored all that a verifier holds; some are
    // lost when the machine pauses for longer
    run = new VerifierRun(BROKER, "verifier.score-timeout=30s", "verifier.max-deliveries=5");
    run.leaseFor(LEASE);
    List<Trace> traces = run.traces(9, "waiting");
    run.write(traces.subList(0, 8));

    // When each takes 5 s, and one follows when all have been scored
    List<Verdict> verdicts;
    try (VerifierService _ = run.start(new WaitingScorer(Duration.ofSeconds(5)))) {
      run.verdicts(all -> ids(all).distinct().count() == 8);
      run.write(traces.subList(8, 9));
      verdicts = run.verdicts(all -> ids(all).distinct().count() == 9);
    }

    // Then each has one verdict, and leases were renewed
    assertThat(verdicts)
        .extracting(Verdict::getTraceId)
        .containsExactlyInAnyOrderElementsOf(traces.stream().map(Trace::getTraceId).toList());
    assertThat(verdicts).allMatch(verdict -> verdict.getStatus() == VerdictStatus.OK);
    assertThat(run.metric(VerifierMetrics.RENEWED)).isPositive();
  }

  private static Stream<String> ids(List<? extends Verdict> verdicts) {
    return verdicts.stream().map(Verdict::getTraceId);
  }

  @Test
  void aTraceThatCrashesItsVerifierEachTimeGoesToTheDeadLetters() {
    // Given a trace that ends each verifier that scores it
    run.write(run.traces(1, "waiting"));
    run.leaseFor(LEASE);
    int ended = 0;
    while (KillerProcess.isEnded(run, folder, 0, () -> !run.deadLettersNow().isEmpty())) {
      ended++;
    }
    List<Trace> others = run.traces(4, "addition");
    run.write(others);

    // When the next verifier starts
    try (VerifierService _ = run.start(patient)) {
      List<DeadLetter> letters = run.deadLetters(all -> !all.isEmpty());
      List<Verdict> verdicts = run.verdicts(all -> all.size() >= others.size());

      // Then it is a dead letter after as many crashes as attempts are allowed, and the others are
      // scored
      assertThat(ended).satisfies(TraceLeasesIT::isAsManyAsAttempts);
      assertThat(letters)
          .extracting(DeadLetter::getErrorCode)
          .containsExactly("TOO_MANY_DELIVERIES");
      assertThat(letters.getFirst().getMessage())
          .matches("it has no verdict after 2 attempts in \\d+ deliveries and 2 attempts are.*");
      assertThat(verdicts).hasSize(others.size());
      assertThat(patient.started()).isZero();
    }
  }

  @Test
  void aTraceThatCrashesItsVerifierFromTheQueueOfItsScorerGoesToTheDeadLetters() {
    // Given a trace that ends each verifier that scores it, and one that ends none
    run.leaseFor("waiting", LEASE);
    run.leaseFor(LEASE);
    run.write(run.traces(1, "waiting"));
    List<Trace> others = run.traces(2, 5, "addition");
    run.write(others);

    // When verifiers start until nothing is left to score
    int ended = 0;
    while (KillerProcess.isEnded(run, folder, 0, true, () -> isSettled(others.size()))) {
      ended++;
    }

    // Then it alone is dead-lettered, and the others have their verdicts
    assertThat(ended).satisfies(TraceLeasesIT::isAsManyAsAttempts);
    assertThat(run.deadLettersNow())
        .extracting(DeadLetter::getErrorCode)
        .containsOnly("TOO_MANY_DELIVERIES");
    assertThat(run.deadLettersNow())
        .extracting(VerifierRun::origin)
        .containsOnly(run.traces(1, "waiting").getFirst().getGroupId());
    assertThat(ids(run.verdictsNow()).distinct())
        .containsExactlyInAnyOrderElementsOf(others.stream().map(Trace::getTraceId).toList());
  }

  @Test
  void aTraceThatCrashesItsVerifiersIsTheOnlyDeadLetter() {
    // Given a verifier that ends while it scores traces beside the one that ends it, and others
    // that
    // are written right after
    List<Trace> beside = run.traces(2, 4, "addition");
    List<Trace> later = run.traces(5, 8, "addition");
    run.write(Stream.concat(beside.stream(), run.traces(1, "waiting").stream()).toList());
    assertThat(KillerProcess.isEnded(run, folder, beside.size(), () -> false)).isTrue();
    run.write(later);

    // When verifiers start until nothing is left to score
    int ended = 1;
    while (KillerProcess.isEnded(run, folder, 0, () -> isSettled(beside.size() + later.size()))) {
      ended++;
    }

    // Then one trace is a dead letter, and each of the others has its verdict
    assertThat(ended).satisfies(TraceLeasesIT::isAsManyAsAttempts);
    assertThat(run.deadLettersNow())
        .extracting(VerifierRun::origin)
        .containsExactly(run.traces(1, "waiting").getFirst().getGroupId());
    assertThat(run.verdictsNow()).allMatch(verdict -> verdict.getStatus() == VerdictStatus.OK);
    assertThat(ids(run.verdictsNow()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(beside.stream(), later.stream()).map(Trace::getTraceId).toList());
  }

  /**
   * One process more when the broker lost the first delivery before it had stored it, one less when
   * the machine paused so long that a lease was lost.
   */
  private static void isAsManyAsAttempts(int ended) {
    assertThat(ended).isBetween(VerifierRun.MAX_DELIVERIES - 1, VerifierRun.MAX_DELIVERIES + 1);
  }

  private boolean isSettled(int scored) {
    return !run.deadLettersNow().isEmpty() && ids(run.verdictsNow()).distinct().count() >= scored;
  }

  @Test
  void aTraceThatWasReleasedTooOftenGoesToTheDeadLetters() {
    // Given as many deliveries as the broker allows, but for those that the end of a process may
    // take
    run.write(run.traces(1, "waiting"));
    run.acquireAndRelease(VerifierRun.NEAR_LIMIT - 1);

    // When
    try (VerifierService _ = run.start(patient)) {
      List<DeadLetter> letters = run.deadLetters(all -> !all.isEmpty());

      // Then
      assertThat(letters)
          .extracting(DeadLetter::getErrorCode)
          .containsExactly("TOO_MANY_DELIVERIES");
      assertThat(letters.getFirst().getAttempt()).isEqualTo(VerifierRun.NEAR_LIMIT);
      assertThat(run.abandoned(all -> !all.isEmpty()))
          .extracting(WorkAbandoned::getTraceOffset)
          .containsExactly(0L);
    }
  }

  @Test
  void aTraceThatWasReleasedUnreadHasUsedNoAttempt() {
    // Given more deliveries than attempts are allowed
    List<Trace> traces = run.traces(1, "addition");
    run.write(traces);
    run.acquireAndRelease(4 * VerifierRun.MAX_DELIVERIES);

    // When
    try (VerifierService _ = run.start(patient)) {
      List<Verdict> verdicts = run.verdicts(all -> !all.isEmpty());

      // Then it is scored, in the first attempt that is in the log
      assertThat(verdicts)
          .extracting(Verdict::getTraceId)
          .containsExactly(traces.getFirst().getTraceId());
      assertThat(run.attemptsNow()).extracting(AttemptStarted::getAttempt).containsExactly(1);
      assertThat(run.deadLettersNow()).isEmpty();
    }
  }

  @Test
  void aVerdictThatTheBrokerRejectsEndsInTheDeadLettersAndLaterOnesAreScored() {
    // Given a broker that rejects each verdict, and a trace with two scorers
    Trace trace =
        Trace.newBuilder(run.traces(1, "addition").getFirst())
            .setScorers(List.of("addition", "poetry"))
            .build();
    run.limitVerdicts(60);
    run.write(List.of(trace));

    try (VerifierService service = run.start(patient)) {
      // When
      List<DeadLetter> letters = run.deadLetters(all -> !all.isEmpty());

      // Then
      assertThat(letters).extracting(DeadLetter::getErrorCode).containsExactly("REFUSED_RECORD");
      assertThat(letters.getFirst().getMessage()).startsWith("the broker rejects its verdict: ");

      // When it accepts verdicts again
      run.limitVerdicts(1 << 20);
      run.write(run.traces(1, "addition"));

      // Then
      assertThat(run.verdicts(all -> !all.isEmpty())).hasSize(1);
      assertThat(service.status().ready()).isTrue();
    }
    assertThat(run.deadLetters(all -> !all.isEmpty())).hasSize(1);
  }

  @Test
  void tracesThatAStoppedVerifierHeldAreScoredByTheNextOne() {
    // Given a verifier that holds more traces than it has threads
    List<Trace> traces = run.traces(4, "waiting");
    run.write(traces);
    try (VerifierService _ = run.start(patient)) {
      await().atMost(VerifierRun.PATIENCE).until(() -> patient.started() == 2);
    }

    // When it has stopped and another starts
    try (VerifierService _ = run.start(new WaitingScorer(Duration.ofMillis(1)))) {

      // Then
      assertThat(run.verdicts(all -> all.size() >= traces.size()))
          .extracting(Verdict::getTraceId)
          .containsExactlyInAnyOrderElementsOf(traces.stream().map(Trace::getTraceId).toList());
    }
  }
}
