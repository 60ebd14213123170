package io.headrace.console.view;

/**
 * The current flow of work through one stage.
 *
 * @param waiting work that has arrived and not left, in the stage's unit
 * @param inPerSecond work arriving per second, over the last 15 s
 * @param outPerSecond work leaving per second, over the last 15 s
 * @param done work that has left since the run began
 * @param instances number of live instances of its service
 * @param problem problem that one of them reports, or empty
 */
public record StageFlow(
    PipelineStage stage,
    long waiting,
    double inPerSecond,
    double outPerSecond,
    long done,
    int instances,
    String problem) {
  /** Time for the waiting work at the current rate, in seconds; infinite at a rate of 0. */
  double secondsOfWork() {
    return waiting == 0 ? 0 : waiting / outPerSecond;
  }
}
