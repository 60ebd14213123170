package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is asked for while groups are fit, when hardly any is, and when they are again. */
final class RolloutSchedulerTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final ControllerSettings settings = Settings.small();
  private final GroupRequests requests = new GroupRequests(settings);
  private final RunProgress progress = new RunProgress("run", Settings.small().plan(), BEGIN);
  private final RolloutScheduler scheduler = new RolloutScheduler(settings);
  private Instant now = BEGIN;
  private final List<String> unread = new ArrayList<>();
  private long steps;
  private long asked;

  @Test
  void groupsWithEqualRewardsAreAskedForWithinABoundHoweverLongTheRunGoesOn() {
    training();
    // When every group comes back at once and all its rewards are equal, for an hour
    pass(Duration.ofHours(1), 0.0, 0.0);
    // Then a hundred groups and a little were spent, and about a batch every eight minutes since
    assertThat(asked).isBetween(100L, 100L + 2 * 8 + 4 * (3 + 8));
    assertThat(scheduler.problem(progress))
        .startsWith("[run=run] " + asked + " of the " + asked + " groups since the last step had")
        .contains("the tasks are too hard for this policy");
  }

  @Test
  void groupsThatCanBeTrainedOnAgainBringTheFullSpeedBack() {
    // Given a run that asks slowly
    training();
    pass(Duration.ofHours(1), 1.0, 1.0);
    assertThat(scheduler.problem(progress)).contains("the policy solves these tasks already");
    assertThat(capacity()).isZero();
    // When the next few groups can be trained on
    now = now.plus(Duration.ofMinutes(8));
    List<String> taken = new ArrayList<>();
    for (GroupRequest request : ask()) {
      taken.add(answer(request, 1.0, 0.0));
    }
    // Then the problem is over, and after a step two batches are under way again
    assertThat(taken).hasSize(Settings.BATCH);
    assertThat(scheduler.problem(progress)).isEmpty();
    step(taken);
    assertThat(ask()).hasSize(2 * Settings.BATCH);
  }

  @Test
  void aStepAloneEndsTheProblem() {
    training();
    pass(Duration.ofMinutes(10), 0.0, 0.0);
    step(List.of());
    assertThat(scheduler.problem(progress)).isEmpty();
    assertThat(capacity()).isEqualTo(2 * Settings.BATCH);
  }

  @Test
  void aGroupAsksForWeightsThatAreNotTooStaleWhenItsTurnComes() {
    // Given two batches under way, of which the first is trained on
    training();
    List<String> first =
        ask().subList(0, Settings.BATCH).stream().map(r -> answer(r, 1.0, 0.0)).toList();
    long before = progress.newestVersion().value();
    step(first);
    assertThat(progress.newestVersion().value()).isEqualTo(before + 1);

    // When the next batch is asked for, while one that comes before it is still under way
    List<GroupRequest> next = ask();

    // Then it is trained on from the version after the newest, so only the newest may sample it
    assertThat(next)
        .hasSize(Settings.BATCH)
        .allSatisfy(request -> assertThat(request.getMinWeightsVersion()).isEqualTo(before + 1));
  }

  @Test
  void groupsWithoutScoresAreBoundedToo() {
    training();
    for (int second = 0; second < 3600; second++) {
      ask().forEach(r -> scheduler.scored(Events.dropped(r, now)));
      now = now.plusSeconds(1);
    }
    assertThat(asked).isLessThan(200);
    assertThat(scheduler.problem(progress)).contains("came back without scores");
  }

  @Test
  void aRunWithFewFitGroupsKeepsItsSpeed() {
    training();
    // Given one fit group in twenty, and a step for each batch of them
    SplittableRandom random = new SplittableRandom(1);
    List<String> fit = new ArrayList<>();
    for (int second = 0; second < 600; second++) {
      for (GroupRequest request : ask()) {
        boolean mixed = random.nextInt(20) == 0;
        String group = answer(request, 1.0, mixed ? 0.0 : 1.0);
        if (mixed) {
          fit.add(group);
        }
      }
      if (fit.size() >= Settings.BATCH) {
        step(fit.subList(0, Settings.BATCH));
        fit.clear();
      }
      assertThat(scheduler.problem(progress)).isEmpty();
      now = now.plusSeconds(1);
    }
    // Then ten minutes saw steps all along
    assertThat(steps).isGreaterThan(40);
  }

  private void training() {
    progress.started(Events.started("run", now));
    progress.moved(Events.position(new InStage("training", "rl", 1), "", 0, "", now));
  }

  private void pass(Duration time, Double... scores) {
    for (long second = 0; second < time.toSeconds(); second++) {
      for (GroupRequest request : ask()) {
        answer(request, scores);
      }
      now = now.plusSeconds(1);
    }
  }

  private long capacity() {
    return scheduler.capacity(progress, requests.lastAsked(), now, now);
  }

  private List<GroupRequest> ask() {
    var pool = Settings.supply().pools().train();
    List<GroupRequest> wanted =
        requests
            .training(
                Math.toIntExact(capacity()),
                pool,
                scheduler.choice(pool),
                scheduler.oldestUseful(progress, now),
                now)
            .stream()
            .map(event -> ((RunEvent.Requested) event).event())
            .toList();
    wanted.forEach(requests::requested);
    wanted.forEach(scheduler::requested);
    asked += wanted.size();
    return wanted;
  }

  private String answer(GroupRequest request, Double... scores) {
    scheduler.scored(Events.outcome(request, progress.newestVersion().value(), now, scores));
    unread.add(request.getGroupId());
    return request.getGroupId();
  }

  /** A step on the given groups, which leaves out all others that came back. */
  private void step(List<String> groups) {
    long in = progress.newestVersion().value();
    unread.removeAll(groups);
    List<BatchEntry> batch = groups.stream().map(id -> new BatchEntry(id, 0, 0L, 2)).toList();
    List<SkippedEntry> skipped =
        unread.stream().map(id -> new SkippedEntry(id, 0, 0L, "left out")).toList();
    unread.clear();
    var step = Events.step("run", ++steps, Stage.RL, in, in + 1, batch, skipped, now);
    progress.stepped(step);
    scheduler.taken(step);
  }
}
