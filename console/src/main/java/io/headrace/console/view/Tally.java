package io.headrace.console.view;

import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;

/** The running counts behind {@link Totals}. */
final class Tally {
  long groupsRequested;
  long traces;
  long sampledTokens;
  private long verdicts;
  private long failedVerdicts;
  private long groupsScored;
  private long groupsDropped;
  long steps;
  long trainedTokens;
  long weightsVersions;
  long evaluations;
  long deadLetters;
  long records;

  void add(Verdict event) {
    verdicts++;
    failedVerdicts += event.getStatus() == VerdictStatus.OK ? 0 : 1;
  }

  void add(ScoredGroup event) {
    groupsScored++;
    groupsDropped += event.getStatus() == GroupStatus.DROPPED ? 1 : 0;
  }

  Totals totals() {
    return new Totals(
        groupsRequested,
        traces,
        sampledTokens,
        verdicts,
        failedVerdicts,
        groupsScored,
        groupsDropped,
        steps,
        trainedTokens,
        weightsVersions,
        evaluations,
        deadLetters,
        records);
  }
}
