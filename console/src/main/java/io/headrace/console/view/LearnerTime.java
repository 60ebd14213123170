package io.headrace.console.view;

import io.headrace.schemas.SpentState;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** Computing and waiting time of the learner's last steps. */
final class LearnerTime {
  private static final int STEPS = 8;
  private final ArrayDeque<Spent> last = new ArrayDeque<>();

  private record Spent(Stage stage, long computeMillis, long waitMillis) {}

  void add(StepCompleted event) {
    add(new Spent(event.getStage(), event.getComputeMillis(), event.getWaitMillis()));
  }

  private void add(Spent spent) {
    last.addLast(spent);
    if (last.size() > STEPS) {
      last.removeFirst();
    }
  }

  List<SpentState> save() {
    return last.stream()
        .map(spent -> new SpentState(spent.stage(), spent.computeMillis(), spent.waitMillis()))
        .toList();
  }

  void restore(List<SpentState> saved) {
    saved.forEach(
        spent -> add(new Spent(spent.getStage(), spent.getComputeMillis(), spent.getWaitMillis())));
  }

  /** Fraction of the time spent computing, 0 to 1; empty before the first step. */
  Optional<Double> busyShare() {
    double compute = last.stream().mapToLong(Spent::computeMillis).sum();
    double waited = last.stream().mapToLong(Spent::waitMillis).sum();
    return compute + waited == 0 ? Optional.empty() : Optional.of(compute / (compute + waited));
  }

  /** Whether the last step was supervised fine-tuning. */
  boolean isSupervised() {
    return !last.isEmpty() && last.getLast().stage() == Stage.SFT;
  }
}
