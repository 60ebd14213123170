package io.headrace.learner.batch;

import io.headrace.learner.batch.LeftOut.Cause;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Trace;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides for one group whether a step that starts from a given weights version trains on it.
 *
 * <p>A trace without a reward is left out of its group, and so is one with a token older than the
 * staleness bound: its baseline is then taken over the others. A group needs two traces, or there
 * is nothing to compare.
 *
 * @param rules the configured rules
 * @param version the weights version at batch start
 */
public record Gate(AdmissionRules rules, long version) {

  private static final int FEWEST_TRACES = 2;

  /** Looks at one record; pure, so the same record and version always give the same answer. */
  public Admission admit(LogEntry entry) {
    return switch (entry) {
      case LogEntry.Unreadable unreadable ->
          skip(entry, Cause.UNREADABLE, "not decodable: " + unreadable.reason());
      case LogEntry.Group group -> admit(group);
    };
  }

  private Admission admit(LogEntry.Group entry) {
    ScoredGroup scored = entry.scored();
    if (scored.getPurpose() != Purpose.TRAIN) {
      return skip(entry, Cause.NOT_FOR_TRAINING, "belongs to an evaluation");
    }
    if (scored.getStatus() == GroupStatus.DROPPED) {
      return skip(
          entry, Cause.DROPPED_BY_ASSEMBLER, "dropped by the assembler: " + scored.getDropReason());
    }
    Usable usable = usable(scored);
    if (usable.traces().size() < FEWEST_TRACES) {
      return skip(entry, usable.cause(), usable.tooFew(scored.getRequested(), this));
    }
    if (rules.mixedRewards() && allEqual(usable.traces())) {
      return skip(
          entry,
          Cause.EQUAL_REWARDS,
          "all %d rewards are %s".formatted(usable.traces().size(), reward(usable)));
    }
    return new Admission.Admitted(new TraceGroup(entry.id(), entry.position(), usable.traces()));
  }

  private Usable usable(ScoredGroup scored) {
    List<TrainingTrace> traces = new ArrayList<>();
    int stale = 0;
    int tooLong = 0;
    for (ScoredTrace candidate : scored.getTraces()) {
      Trace trace = candidate.getTrace();
      Double reward = candidate.getReward();
      if (reward == null || trace.getTokens().isEmpty() || trace.getPromptTokens().isEmpty()) {
        continue;
      }
      Staleness staleness = Staleness.of(trace.getSegments(), version);
      if (staleness.largest() > rules.maxStaleness()) {
        stale++;
      } else if (trace.getPromptTokens().size() + trace.getTokens().size() > rules.maxTokens()) {
        tooLong++;
      } else {
        traces.add(trainingTrace(trace, reward, staleness));
      }
    }
    return new Usable(traces, stale, tooLong);
  }

  private static TrainingTrace trainingTrace(Trace trace, double reward, Staleness staleness) {
    double temperature = trace.getSampling().getTemperature();
    return new TrainingTrace(
        trace.getTraceId(),
        trace.getPromptTokens().stream().mapToInt(Integer::intValue).toArray(),
        trace.getTokens().stream().mapToInt(Integer::intValue).toArray(),
        floats(trace.getLogProbs()),
        temperature == 0 ? 1 : temperature,
        reward,
        staleness);
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int index = 0; index < floats.length; index++) {
      floats[index] = values.get(index);
    }
    return floats;
  }

  private static boolean allEqual(List<TrainingTrace> traces) {
    double first = traces.getFirst().reward();
    return traces.stream().allMatch(trace -> trace.reward() == first);
  }

  private static double reward(Usable usable) {
    return usable.traces().getFirst().reward();
  }

  private static Admission skip(LogEntry entry, Cause cause, String reason) {
    return new Admission.Skipped(new LeftOut(entry.id(), entry.position(), cause, reason));
  }

  /** The traces that may be trained on and how many others fell to which rule. */
  private record Usable(List<TrainingTrace> traces, int stale, int tooLong) {

    Cause cause() {
      if (stale > 0) {
        return Cause.TOO_STALE;
      }
      return tooLong > 0 ? Cause.TOO_LONG : Cause.TOO_FEW_TRACES;
    }

    String tooFew(int requested, Gate gate) {
      return ("%d of %d traces usable, at least %d needed: %d staler than %d versions before %d, "
              + "%d longer than %d tokens, %d without a reward or missing")
          .formatted(
              traces.size(),
              requested,
              FEWEST_TRACES,
              stale,
              gate.rules().maxStaleness(),
              gate.version(),
              tooLong,
              gate.rules().maxTokens(),
              Math.max(0, requested - traces.size() - stale - tooLong));
    }
  }
}
