package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.Command;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests of training groups: how many, and when. */
final class TrainingRequestsTest {

  private final ControllerRun run = new ControllerRun();

  @Test
  void trainingRequestsContinueTheNumberingAndAreNotHeldOut() {
    List<GroupRequest> requests = run.startTraining();
    List<String> heldOut =
        Settings.supply().pools().heldOut().stream().map(task -> task.id()).toList();
    assertThat(requests)
        .allSatisfy(
            request -> {
              assertThat(request.getGroupId())
                  .isEqualTo(
                      request.getTask().getTaskId()
                          + ".e"
                          + request.getEpoch()
                          + "."
                          + request.getNumber());
              assertThat(request.getTask().getTaskId()).isNotIn(heldOut);
              assertThat(request.getMinWeightsVersion()).isEqualTo(1);
            });
    assertThat(requests)
        .extracting(GroupRequest::getNumber)
        .containsExactly(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L);
  }

  @Test
  void afterAStepABatchIsRequested() {
    List<GroupRequest> running = run.startTraining();
    List<String> groups = run.assembleTrainable(running);
    assertThat(run.controller.decide(run.now())).isEmpty();
    // When the learner takes the first four
    run.step(Stage.RL, 2, groups.subList(0, 4));
    // Then four more are requested
    assertThat(ControllerRun.requests(run.settle())).hasSize(4);
  }

  @Test
  void untrainableGroupsAreReplaced() {
    List<GroupRequest> running = run.startTraining();
    // When three groups are assembled with equal rewards and one is dropped
    for (GroupRequest request : running.subList(0, 3)) {
      run.controller.apply(
          new RunEvent.GroupAssembled(Events.outcome(request, 1, run.now(), 1.0, 1.0)));
    }
    run.controller.apply(new RunEvent.GroupAssembled(Events.dropped(running.get(3), run.now())));
    // Then four others are requested
    assertThat(ControllerRun.requests(run.settle())).hasSize(4);
  }

  @Test
  void groupsPastTheirDeadlineAreReplaced() {
    run.startTraining();
    assertThat(run.controller.decide(run.now())).isEmpty();
    run.passTime(Duration.ofSeconds(60));
    assertThat(ControllerRun.requests(run.settle())).hasSize(8);
  }

  @Test
  void oneMoreBatchIsRequestedWhenNoStepTakesTheWaitingGroups() {
    // Given the allowed number of groups, all waiting for a step
    run.assembleTrainable(run.startTraining());
    assertThat(run.controller.decide(run.now())).isEmpty();
    // When no step takes them for a minute
    run.passTime(Duration.ofSeconds(60));
    List<GroupRequest> more = ControllerRun.requests(run.settle());
    // Then one more batch is requested, once
    assertThat(more).hasSize(4);
    run.assembleTrainable(more);
    run.passTime(Duration.ofSeconds(60));
    assertThat(run.controller.decide(run.now())).isEmpty();
  }

  @Test
  void aPausedRunRequestsNothingUntilResumed() {
    List<GroupRequest> running = run.startTraining();
    run.command(Command.PAUSE);
    run.step(Stage.RL, 2, run.assembleTrainable(running).subList(0, 4));
    assertThat(run.controller.decide(run.now())).isEmpty();
    run.command(Command.RESUME);
    assertThat(ControllerRun.requests(run.settle())).hasSize(4);
  }
}
