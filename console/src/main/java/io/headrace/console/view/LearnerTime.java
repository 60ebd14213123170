package io.headrace.console.view;

import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** How the learner spent its last steps. */
final class LearnerTime {
  private static final int STEPS = 8;
  private final ArrayDeque<StepCompleted> last = new ArrayDeque<>();

  void add(StepCompleted event) {
    StepCompleted small =
        StepCompleted.newBuilder(event).setBatch(List.of()).setSkipped(List.of()).build();
    last.addLast(small);
    if (last.size() > STEPS) {
      last.removeFirst();
    }
  }

  /** Share of the time that went into computing; nothing before the first step. */
  Optional<Double> busyShare() {
    double compute = last.stream().mapToLong(StepCompleted::getComputeMillis).sum();
    double waited = last.stream().mapToLong(StepCompleted::getWaitMillis).sum();
    return compute + waited == 0 ? Optional.empty() : Optional.of(compute / (compute + waited));
  }

  /** Whether the last step was one of supervised fine-tuning. */
  boolean supervised() {
    return !last.isEmpty() && last.getLast().getStage() == Stage.SFT;
  }
}
