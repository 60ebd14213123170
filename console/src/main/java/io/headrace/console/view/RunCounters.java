package io.headrace.console.view;

import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.RunTotals;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;

/** The counters of {@link Totals}. */
final class RunCounters {
  private long groupsRequested;
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

  void add(GroupOutcome event) {
    requested(event.getNumber());
    groupsScored++;
    groupsDropped += event.getStatus() == GroupStatus.DROPPED ? 1 : 0;
  }

  /** Counts the requests up to a number; they are numbered from 0. */
  void requested(long number) {
    groupsRequested = Math.max(groupsRequested, number + 1);
  }

  /** Counts a sample whose trace and verdict are not read. */
  void addUnread(SampleOutcome sample) {
    traces++;
    sampledTokens += sample.getTokens();
    verdicts++;
    failedVerdicts += sample.getScore() == null ? 1 : 0;
  }

  RunTotals save() {
    return RunTotals.newBuilder()
        .setGroupsRequested(groupsRequested)
        .setTraces(traces)
        .setSampledTokens(sampledTokens)
        .setVerdicts(verdicts)
        .setFailedVerdicts(failedVerdicts)
        .setGroupsScored(groupsScored)
        .setGroupsDropped(groupsDropped)
        .setSteps(steps)
        .setTrainedTokens(trainedTokens)
        .setWeightsVersions(weightsVersions)
        .setEvaluations(evaluations)
        .setDeadLetters(deadLetters)
        .setRecords(records)
        .build();
  }

  void restore(RunTotals saved) {
    groupsRequested = saved.getGroupsRequested();
    traces = saved.getTraces();
    sampledTokens = saved.getSampledTokens();
    verdicts = saved.getVerdicts();
    failedVerdicts = saved.getFailedVerdicts();
    groupsScored = saved.getGroupsScored();
    groupsDropped = saved.getGroupsDropped();
    steps = saved.getSteps();
    trainedTokens = saved.getTrainedTokens();
    weightsVersions = saved.getWeightsVersions();
    evaluations = saved.getEvaluations();
    deadLetters = saved.getDeadLetters();
    records = saved.getRecords();
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
