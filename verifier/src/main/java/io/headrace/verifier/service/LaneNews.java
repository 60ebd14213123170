package io.headrace.verifier.service;

import io.headrace.schemas.Trace;
import io.headrace.verifier.judge.Judgement;
import java.util.Optional;

/** What other threads tell a lane of a trace. */
sealed interface LaneNews {

  /** The trace. */
  PendingTrace pending();

  /** A scorer answered; empty when the executor did not run it. */
  record Answered(PendingTrace pending, Trace trace, String scorer, Optional<Judgement> judgement)
      implements LaneNews {}

  /** A verdict was confirmed, or what went wrong. */
  record Written(PendingTrace pending, Optional<Exception> problem) implements LaneNews {}

  /** The dead letter was confirmed, or what went wrong. */
  record Buried(PendingTrace pending, Optional<Exception> problem) implements LaneNews {}
}
