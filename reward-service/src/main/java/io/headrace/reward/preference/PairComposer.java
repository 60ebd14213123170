package io.headrace.reward.preference;

import io.headrace.schemas.PairedResponse;
import io.headrace.schemas.PreferencePair;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Trace;

/** Builds the event of a selected pair; a function of its arguments. Pure. */
public final class PairComposer {

  private PairComposer() {}

  /**
   * Builds an event.
   *
   * @param rule name of the rule that selected the pair
   * @param group the group of the pair
   * @param offset offset of the group on scored-groups
   */
  public static PreferencePair compose(
      String rule, ScoredGroup group, long offset, ResponsePair pair) {
    ScoredTrace chosen = trace(group, pair.chosen());
    return PreferencePair.newBuilder()
        .setRun(group.getRun())
        .setPairId(id(rule, group, pair))
        .setGroupId(group.getGroupId())
        .setGroupOffset(offset)
        .setTask(group.getTask())
        .setRule(rule)
        .setPromptTokens(chosen.getTrace().getPromptTokens())
        .setChosen(response(chosen))
        .setRejected(response(trace(group, pair.rejected())))
        .setMargin(pair.margin())
        .build();
  }

  private static String id(String rule, ScoredGroup group, ResponsePair pair) {
    return "%s/%s#%d>%d"
        .formatted(rule, group.getGroupId(), pair.chosen().sample(), pair.rejected().sample());
  }

  private static ScoredTrace trace(ScoredGroup group, ScoredResponse response) {
    return group.getTraces().stream()
        .filter(traced -> traced.getTrace().getSample() == response.sample())
        .findFirst()
        .orElseThrow();
  }

  private static PairedResponse response(ScoredTrace traced) {
    Trace trace = traced.getTrace();
    return PairedResponse.newBuilder()
        .setTraceId(trace.getTraceId())
        .setTokens(trace.getTokens())
        .setSegments(trace.getSegments())
        .setText(trace.getText())
        .setScore(traced.getScore())
        .build();
  }
}
