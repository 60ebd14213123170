package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.testkit.TestBroker;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.ScorerInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A slow scorer takes neither threads nor consumers from a quick one. */
@Timeout(300)
class SlowScorerIT {

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private static final int QUICK_TRACES = 1_000;

  /** So many that the slow scorer takes minutes for all of them. */
  private static final int SLOW_TRACES = 300;

  private static final int ROUNDS = 2;

  /** How much longer a busy machine may take; a wait for all slow traces is much longer. */
  private static final Duration NOISE = Duration.ofSeconds(10);

  private final Quick quick = new Quick();

  /** A scorer of 1 ms a trace that counts its answers. */
  private static final class Quick implements PureScorer {

    private volatile CountDownLatch answers = new CountDownLatch(0);

    @Override
    public String name() {
      return "quick";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Score score(ScorerInput input) {
      try {
        var _ = new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      answers.countDown();
      return Score.right("quick");
    }

    /** Counts from now on. */
    void expect(int count) {
      answers = new CountDownLatch(count);
    }

    void await() throws InterruptedException {
      assertThat(answers.await(VerifierRun.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  static Stream<Scorer> slowScorers() {
    return Stream.of(new SlowScorer.Blocking(), new SlowScorer.Asynchronous());
  }

  @ParameterizedTest
  @MethodSource("slowScorers")
  void aScorerOfSecondsATraceLeavesTheThroughputOfAQuickOneUnchanged(Scorer slow)
      throws InterruptedException {
    // Given a verifier whose quick scorer has been measured alone
    var run = new VerifierRun(BROKER, "verifier.score-timeout=2s", "verifier.max-deliveries=5");
    try (VerifierService _ = run.start(quick, slow)) {
      Duration alone = shortest(run, round -> quickTraces(run, round));

      // When as many quick traces are written among slow ones, while the slow scorer runs
      SlowScorer.reset();
      run.write(run.traces(90_001, 90_020, SlowScorer.NAME));
      await().atMost(VerifierRun.PATIENCE).until(() -> SlowScorer.started() >= 2);
      Duration beside = shortest(run, round -> mixed(run, ROUNDS + round));

      // Then it has at least half its throughput, and the slow scorer works on
      assertThat(beside)
          .as("alone it took %s", alone)
          .isLessThan(alone.multipliedBy(2).plus(NOISE));
      List<Verdict> verdicts =
          run.verdicts(
              all ->
                  !traceIds(all, SlowScorer.NAME).isEmpty()
                      && traceIds(all, "quick").size() == 2 * ROUNDS * QUICK_TRACES);
      assertThat(verdicts).extracting(Verdict::getStatus).containsOnly(VerdictStatus.OK);
      assertThat(run.deadLettersNow()).isEmpty();
    }
  }

  private Duration shortest(VerifierRun run, IntFunction<List<Trace>> traces)
      throws InterruptedException {
    Duration shortest = timeToScore(run, traces.apply(0));
    for (int round = 1; round < ROUNDS; round++) {
      Duration next = timeToScore(run, traces.apply(round));
      shortest = next.compareTo(shortest) < 0 ? next : shortest;
    }
    return shortest;
  }

  /** The time from writing traces until the quick scorer has answered for each that asks for it. */
  private Duration timeToScore(VerifierRun run, List<Trace> traces) throws InterruptedException {
    quick.expect((int) traces.stream().filter(SlowScorerIT::asksForQuick).count());
    long start = System.nanoTime();
    run.write(traces);
    quick.await();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static boolean asksForQuick(Trace trace) {
    return trace.getScorers().contains("quick");
  }

  private static List<Trace> quickTraces(VerifierRun run, int round) {
    int first = 1 + round * 10_000;
    return run.traces(first, first + QUICK_TRACES - 1, "quick");
  }

  /** Slow traces are spread among the quick ones; the first two ask for both scorers. */
  private static List<Trace> mixed(VerifierRun run, int round) {
    int first = 5_001 + round * 10_000;
    List<Trace> all = new ArrayList<>(quickTraces(run, round));
    List<Trace> slow = run.traces(first, first + SLOW_TRACES - 1, SlowScorer.NAME);
    for (int i = 0; i < 2; i++) {
      List<String> both = List.of("quick", SlowScorer.NAME);
      all.set(i, Trace.newBuilder(all.get(i)).setScorers(both).build());
    }
    for (int i = 0; i < SLOW_TRACES; i++) {
      all.add(i * all.size() / SLOW_TRACES, slow.get(i));
    }
    return all;
  }

  private static List<String> traceIds(List<? extends Verdict> verdicts, String scorer) {
    return verdicts.stream()
        .filter(verdict -> verdict.getScorer().equals(scorer))
        .map(Verdict::getTraceId)
        .distinct()
        .toList();
  }
}
