package io.headrace.verifier.service;

import io.headrace.schemas.Trace;
import io.headrace.verifier.scoring.ScoreResult;
import java.util.Optional;

/** A notice about a trace from another thread to its consumer. */
sealed interface ConsumerNotice {

  /** The trace. */
  PendingTrace pending();

  /** A scorer answered; empty when the executor did not run it. */
  record Answered(PendingTrace pending, Trace trace, String scorer, Optional<ScoreResult> result)
      implements ConsumerNotice {}

  /** A verdict was confirmed, or what went wrong. */
  record Written(PendingTrace pending, Optional<Exception> problem) implements ConsumerNotice {}

  /** The dead letter was confirmed, or what went wrong. */
  record Buried(PendingTrace pending, Optional<Exception> problem) implements ConsumerNotice {}
}
