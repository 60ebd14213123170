package io.headrace.console.view;

/**
 * What flows through one stage now.
 *
 * @param waiting work that came in and did not go out yet, in the stage's unit
 * @param inPerSecond work coming in, over the last 15 s
 * @param outPerSecond work going out, over the last 15 s
 * @param done work that went out since the run began
 * @param instances instances of its service that are alive
 * @param problem what one of them says is wrong, empty when nothing is
 */
public record StageFlow(
    PipelineStage stage,
    long waiting,
    double inPerSecond,
    double outPerSecond,
    long done,
    int instances,
    String problem) {
  /** How long the waiting work takes at the present rate; infinite when nothing goes out. */
  double secondsOfWork() {
    return waiting == 0 ? 0 : waiting / outPerSecond;
  }
}
