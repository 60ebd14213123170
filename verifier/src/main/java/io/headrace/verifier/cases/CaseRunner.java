package io.headrace.verifier.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.lines.TextLines;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.ScorerLimits;
import io.headrace.verifier.scorer.Scorers;
import io.headrace.verifier.scoring.ScoreResult;
import io.headrace.verifier.scoring.ScoringExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Scores a file of cases: {@code {"id":…,"gold":…,"answer":…}} a line in, {@code
 * {"id":…,"status":"OK","score":1.0,"detail":…}} a line out, in the same order.
 *
 * <p>An answer may be a bare one or a whole response: for the families' scorers an answer with
 * neither {@code <think>} nor {@code </think>} in it stands for a response without thoughts ({@link
 * Scorer#responseOf}). Every case has the same deadline; only status OK has a score, else {@code
 * score} is null. A line that is no case gets status NOT_SCORED with file, line and reason. Blank
 * lines are skipped. Not thread-safe; the caller closes it.
 */
public final class CaseRunner implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int MOST_AT_ONCE = 64;
  private static final int MAX_ABANDONED = 16;

  private final Scorer scorer;
  private final ScoringExecutor scoring;

  private CaseRunner(Scorers scorers, Scorer scorer, Duration limit) {
    this.scorer = scorer;
    this.scoring = new ScoringExecutor(scorers, new ScorerLimits(THREADS, limit), MAX_ABANDONED);
  }

  /**
   * Opens a runner.
   *
   * @param kind name of the scorer
   * @param limit for each case
   * @throws HeadraceException INVALID_INPUT when there is no such scorer
   */
  public static CaseRunner open(Scorers scorers, String kind, Duration limit) {
    Scorer scorer =
        scorers
            .named(kind)
            .orElseThrow(
                () ->
                    new HeadraceException(
                        ErrorCode.INVALID_INPUT,
                        "[verify %s] there is no scorer of that name; choose one of %s"
                            .formatted(kind, String.join(", ", scorers.names()))));
    return new CaseRunner(scorers, scorer, limit);
  }

  /** A line whose result is not written yet. */
  private record Pending(
      JsonNode id, boolean malformed, CompletableFuture<Optional<ScoreResult>> result) {}

  /**
   * Scores all cases of a file.
   *
   * @param file its name, for messages
   * @param in its bytes; not closed
   * @param out receives the results; flushed at the end, not closed
   */
  public CaseSummary run(String file, InputStream in, Writer out) throws IOException {
    TextLines lines = new TextLines(in);
    Deque<Pending> pending = new ArrayDeque<>();
    CaseSummary summary = CaseSummary.EMPTY;
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      if (line.get().isBlank()) {
        continue;
      }
      pending.add(begin(file, line.get()));
      if (pending.size() == MOST_AT_ONCE) {
        summary = summary.plus(finish(pending.remove(), out));
      }
    }
    while (!pending.isEmpty()) {
      summary = summary.plus(finish(pending.remove(), out));
    }
    out.flush();
    return summary;
  }

  private Pending begin(String file, TextLines.Line line) {
    Case read =
        line.problem().isEmpty()
            ? Case.read(line.text())
            : new Case.Malformed(JsonNodeFactory.instance.nullNode(), line.problem());
    return switch (read) {
      case Case.Malformed malformed -> {
        String reason = "%s:%d: %s".formatted(file, line.number(), malformed.problem());
        yield new Pending(
            malformed.id(),
            true,
            CompletableFuture.completedFuture(Optional.of(ScoreResult.notScored(reason))));
      }
      case Case.Complete(JsonNode id, String prompt, String gold, String answer) ->
          new Pending(
              id,
              false,
              scoring.score(scorer, new ScorerInput(prompt, gold, scorer.responseOf(answer))));
    };
  }

  private CaseSummary finish(Pending pending, Writer out) throws IOException {
    ScoreResult result =
        pending
            .result()
            .join()
            .orElseGet(() -> ScoreResult.notScored("too many scorer threads are stuck"));
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.set("id", pending.id());
    line.put("status", result.status().name());
    if (result.score().isPresent()) {
      line.put("score", result.score().getAsDouble());
    } else {
      line.putNull("score");
    }
    line.put("detail", result.detail());
    out.append(line.toString()).append('\n');
    boolean right = result.score().orElse(0) == 1;
    return new CaseSummary(
        1, right ? 1 : 0, result.score().isPresent() ? 1 : 0, pending.malformed() ? 1 : 0);
  }

  @Override
  public void close() {
    scoring.close();
  }
}
