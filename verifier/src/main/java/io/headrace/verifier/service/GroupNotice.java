package io.headrace.verifier.service;

import io.headrace.verifier.scoring.ScoreResult;
import java.util.Optional;

/** A notice about a trace of a group from another thread to the group's consumer. */
sealed interface GroupNotice {

  /** The trace. */
  GroupTrace trace();

  /** The scorer answered; empty when the executor did not run it. */
  record Answered(GroupTrace trace, Optional<ScoreResult> result) implements GroupNotice {}

  /**
   * A verdict was confirmed or not.
   *
   * @param isReplacement whether it replaced a verdict that the broker rejected
   * @param problem why it was not confirmed
   */
  record Written(GroupTrace trace, boolean isReplacement, Optional<Exception> problem)
      implements GroupNotice {}
}
