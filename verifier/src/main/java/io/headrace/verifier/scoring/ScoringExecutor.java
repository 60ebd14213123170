package io.headrace.verifier.scoring;

import io.headrace.verifier.deadline.DeadlineExecutor;
import io.headrace.verifier.deadline.ExecutionOutcome;
import io.headrace.verifier.scorer.AsyncScorer;
import io.headrace.verifier.scorer.GroupInput;
import io.headrace.verifier.scorer.GroupScorer;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.ScorerLimits;
import io.headrace.verifier.scorer.Scorers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Runs scorers with deadlines. Each scorer has its own executor, opened at its first call, so that
 * a slow or stuck scorer takes no thread from another. Owns the executors. Safe for use from
 * several threads.
 */
public final class ScoringExecutor implements AutoCloseable {

  private final Scorers scorers;
  private final Function<Scorer, DeadlineExecutor> open;
  private final Map<String, DeadlineExecutor> executors = new ConcurrentHashMap<>();
  private boolean closed;

  /**
   * An executor that opens each scorer's own from its limits.
   *
   * @param defaults limits of a scorer that has none of its own
   * @param maxAbandoned stuck threads of a scorer up to which it gets more responses
   */
  public ScoringExecutor(Scorers scorers, ScorerLimits defaults, int maxAbandoned) {
    this(scorers, scorer -> executor(scorer, scorer.limits(defaults), maxAbandoned));
  }

  /**
   * An executor that opens each scorer's own by a function.
   *
   * @param open called once for each scorer that is used
   */
  public ScoringExecutor(Scorers scorers, Function<Scorer, DeadlineExecutor> open) {
    this.scorers = scorers;
    this.open = open;
  }

  private static DeadlineExecutor executor(Scorer scorer, ScorerLimits limits, int maxAbandoned) {
    String name = "scorer-" + scorer.name();
    int threads = limits.concurrency();
    return switch (scorer) {
      case PureScorer _ -> new DeadlineExecutor(name, threads, limits.timeout(), maxAbandoned);
      case AsyncScorer _, GroupScorer _ ->
          DeadlineExecutor.ofVirtualThreads(name, threads, limits.timeout(), maxAbandoned);
    };
  }

  /** The scorers that it runs. */
  public Scorers scorers() {
    return scorers;
  }

  /**
   * Has a response scored by the scorer of a name; NOT_SCORED when there is none.
   *
   * @return completes normally; empty when the executor rejected the work, so that the response has
   *     to be scored later or by another process. When cancelled, a scorer that has not started
   *     does not start
   */
  public CompletableFuture<Optional<ScoreResult>> score(String scorer, ScorerInput input) {
    return scorers
        .named(scorer)
        .map(found -> score(found, input))
        .orElseGet(() -> notScored(scorers.unknown(scorer)));
  }

  /** Has a response scored by a scorer, as {@link #score(String, ScorerInput)}. */
  public CompletableFuture<Optional<ScoreResult>> score(Scorer scorer, ScorerInput input) {
    return switch (scorer) {
      case PureScorer pure -> submit(pure, () -> pure.score(input), ScoreResult::of);
      case AsyncScorer async ->
          submit(async, () -> StageAwait.await(async.score(input)), ScoreResult::of);
      case GroupScorer group ->
          notScored("scorer '" + group.name() + "' scores whole groups, not single responses");
    };
  }

  /**
   * Has the responses of a group scored.
   *
   * @return as {@link #score(String, ScorerInput)}, with one result for each response in their
   *     order
   */
  public CompletableFuture<Optional<List<ScoreResult>>> score(
      GroupScorer scorer, GroupInput group) {
    int responses = group.responses().size();
    return submit(
        scorer,
        () -> List.copyOf(StageAwait.await(scorer.score(group))),
        outcome -> ScoreResult.ofGroup(outcome, responses));
  }

  private static CompletableFuture<Optional<ScoreResult>> notScored(String reason) {
    return CompletableFuture.completedFuture(Optional.of(ScoreResult.notScored(reason)));
  }

  private <T, R> CompletableFuture<R> submit(
      Scorer scorer, Callable<T> work, Function<ExecutionOutcome<T>, R> result) {
    CompletableFuture<ExecutionOutcome<T>> outcome = executorOf(scorer).submit(work);
    CompletableFuture<R> results = outcome.thenApply(result);
    var _ =
        results.whenComplete(
            (_, _) -> {
              if (results.isCancelled()) {
                outcome.cancel(false);
              }
            });
    return results;
  }

  private synchronized DeadlineExecutor executorOf(Scorer scorer) {
    DeadlineExecutor executor = executors.computeIfAbsent(scorer.name(), _ -> open.apply(scorer));
    if (closed) {
      executor.close();
    }
    return executor;
  }

  /** Number of threads that are stuck in scorers after a time-out. */
  public int abandoned() {
    return executors.values().stream().mapToInt(DeadlineExecutor::abandoned).sum();
  }

  /** Whether so many threads of a scorer are stuck that it gets no more responses. */
  public boolean overwhelmed(String scorer) {
    DeadlineExecutor executor = executors.get(scorer);
    return executor != null && executor.overwhelmed();
  }

  /** One sentence on the scorers that get no more responses; empty when there are none. */
  public String problem() {
    return executors.entrySet().stream()
        .filter(entry -> entry.getValue().overwhelmed())
        .sorted(Map.Entry.comparingByKey())
        .findFirst()
        .map(
            entry ->
                "%d threads of scorer '%s' are stuck and it scores no trace; see its TIMEOUT verdicts, then restart the verifier"
                    .formatted(entry.getValue().abandoned(), entry.getKey()))
        .orElse("");
  }

  /** Rejects queued and new work; running work ends, its results are still delivered. */
  @Override
  public synchronized void close() {
    closed = true;
    executors.values().forEach(DeadlineExecutor::close);
  }
}
