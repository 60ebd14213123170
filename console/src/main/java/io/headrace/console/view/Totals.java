package io.headrace.console.view;

/** Counts over the whole run, independent of what the lists keep. */
public record Totals(
    long groupsRequested,
    long traces,
    long sampledTokens,
    long verdicts,
    long failedVerdicts,
    long groupsScored,
    long groupsDropped,
    long steps,
    long trainedTokens,
    long weightsVersions,
    long evaluations,
    long deadLetters,
    long records) {}
