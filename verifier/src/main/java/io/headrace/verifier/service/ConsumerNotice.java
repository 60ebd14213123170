package io.headrace.verifier.service;

import io.headrace.schemas.Trace;
import io.headrace.verifier.scoring.ScoreResult;
import java.util.Optional;

/** A notice about a trace from another thread to its consumer. */
sealed interface ConsumerNotice {

  /** The trace. */
  PendingTrace pending();

  /** The result of a scorer; empty when the executor rejected the work. */
  record Answered(PendingTrace pending, Trace trace, String scorer, Optional<ScoreResult> result)
      implements ConsumerNotice {}

  /** A verdict was confirmed, or its write failed. */
  record Written(PendingTrace pending, Optional<Exception> problem) implements ConsumerNotice {}

  /** The dead letter was confirmed, or its write failed. */
  record DeadLetterWritten(PendingTrace pending, Optional<Exception> problem)
      implements ConsumerNotice {}
}
