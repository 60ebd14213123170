package io.headrace.verifier;

import io.headrace.verifier.family.AdditionScorer;
import io.headrace.verifier.family.CountdownScorer;
import io.headrace.verifier.family.KnightsAndKnavesScorer;
import io.headrace.verifier.family.LetterSortingScorer;
import io.headrace.verifier.number.NumberScorer;
import io.headrace.verifier.scorer.Scorers;
import java.util.List;

/** The built-in scorers. Add a new one here and to the table in the module's README. */
public final class BuiltInScorers {

  private BuiltInScorers() {}

  /** All built-in scorers. */
  public static Scorers all() {
    return new Scorers(
        List.of(
            new AdditionScorer(),
            new CountdownScorer(),
            new KnightsAndKnavesScorer(),
            new LetterSortingScorer(),
            new NumberScorer()));
  }
}
