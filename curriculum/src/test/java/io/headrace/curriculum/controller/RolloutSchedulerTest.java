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

/** Requests at a normal and at a poor trainable rate, and after recovery from a poor one. */
final class RolloutSchedulerTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final ControllerSettings settings = Settings.small();
  private final GroupRequests requests = new GroupRequests(settings);
  private final RunProgress progress = new RunProgress("run", Settings.small().plan(), BEGIN);
  private final RolloutScheduler scheduler = new RolloutScheduler(settings);
  private Instant now = BEGIN;
  private final List<String> unread = new ArrayList<>();
  private long steps;
  private long requested;

  @Test
  void requestsAreLimitedWhileAllGroupsHaveEqualRewards() {
    training();
    // When every group is assembled at once with equal rewards, for an hour
    pass(Duration.ofHours(1), 0.0, 0.0);
    // Then little more than 100 groups were requested, and then a batch about every eight minutes
    assertThat(requested).isBetween(100L, 100L + 2 * 8 + 4 * (3 + 8));
    assertThat(scheduler.problem(progress))
        .startsWith(
            "[run=run] " + requested + " of the " + requested + " groups since the last step have")
        .contains("the tasks are too hard for this policy");
  }

  @Test
  void trainableGroupsRestoreTheFullRequestRate() {
    // Given a run with a poor trainable rate
    training();
    pass(Duration.ofHours(1), 1.0, 1.0);
    assertThat(scheduler.problem(progress)).contains("the policy already solves these tasks");
    assertThat(capacity()).isZero();
    // When the next few groups are trainable
    now = now.plus(Duration.ofMinutes(8));
    List<String> taken = new ArrayList<>();
    for (GroupRequest request : request()) {
      taken.add(answer(request, 1.0, 0.0));
    }
    // Then the rate is not poor, and after a step two batches are requested
    assertThat(taken).hasSize(Settings.BATCH);
    assertThat(scheduler.problem(progress)).isEmpty();
    step(taken);
    assertThat(request()).hasSize(2 * Settings.BATCH);
  }

  @Test
  void aStepEndsThePoorRate() {
    training();
    pass(Duration.ofMinutes(10), 0.0, 0.0);
    step(List.of());
    assertThat(scheduler.problem(progress)).isEmpty();
    assertThat(capacity()).isEqualTo(2 * Settings.BATCH);
  }

  @Test
  void aRequestRequiresWeightsThatAreNotTooStaleForItsStep() {
    // Given two requested batches, of which the first is trained on
    training();
    List<String> first =
        request().subList(0, Settings.BATCH).stream().map(r -> answer(r, 1.0, 0.0)).toList();
    long before = progress.newestVersion().value();
    step(first);
    assertThat(progress.newestVersion().value()).isEqualTo(before + 1);

    // When the next batch is requested while one before it is not assembled
    List<GroupRequest> next = request();

    // Then its step starts from the version after the newest, so only the newest may sample it
    assertThat(next)
        .hasSize(Settings.BATCH)
        .allSatisfy(request -> assertThat(request.getMinWeightsVersion()).isEqualTo(before + 1));
  }

  @Test
  void requestsAreLimitedWhileNoGroupHasScores() {
    training();
    for (int second = 0; second < 3600; second++) {
      request().forEach(r -> scheduler.apply(Events.dropped(r, now)));
      now = now.plusSeconds(1);
    }
    assertThat(requested).isLessThan(200);
    assertThat(scheduler.problem(progress)).contains("have no scores");
  }

  @Test
  void oneTrainableGroupInTwentyKeepsTheFullRequestRate() {
    training();
    // Given one trainable group in twenty, and a step for each batch of them
    SplittableRandom random = new SplittableRandom(1);
    List<String> trainable = new ArrayList<>();
    for (int second = 0; second < 600; second++) {
      for (GroupRequest request : request()) {
        boolean mixed = random.nextInt(20) == 0;
        String group = answer(request, 1.0, mixed ? 0.0 : 1.0);
        if (mixed) {
          trainable.add(group);
        }
      }
      if (trainable.size() >= Settings.BATCH) {
        step(trainable.subList(0, Settings.BATCH));
        trainable.clear();
      }
      assertThat(scheduler.problem(progress)).isEmpty();
      now = now.plusSeconds(1);
    }
    // Then steps follow for ten minutes
    assertThat(steps).isGreaterThan(40);
  }

  private void training() {
    progress.apply(Events.started("run", now));
    progress.apply(Events.position(new InStage("training", "rl", 1), "", 0, "", now));
  }

  private void pass(Duration time, Double... scores) {
    for (long second = 0; second < time.toSeconds(); second++) {
      for (GroupRequest request : request()) {
        answer(request, scores);
      }
      now = now.plusSeconds(1);
    }
  }

  private long capacity() {
    return scheduler.capacity(progress, requests.lastAsked(), now, now);
  }

  private List<GroupRequest> request() {
    var pool = Settings.supply().pools().train();
    List<GroupRequest> wanted =
        requests
            .training(
                Math.toIntExact(capacity()),
                pool,
                scheduler.choice(pool),
                scheduler.oldestAllowed(progress, now),
                now)
            .stream()
            .map(event -> ((RunEvent.Requested) event).event())
            .toList();
    wanted.forEach(requests::apply);
    wanted.forEach(scheduler::apply);
    requested += wanted.size();
    return wanted;
  }

  private String answer(GroupRequest request, Double... scores) {
    scheduler.apply(Events.outcome(request, progress.newestVersion().value(), now, scores));
    unread.add(request.getGroupId());
    return request.getGroupId();
  }

  /** Applies a step on the given groups that skips all other assembled ones. */
  private void step(List<String> groups) {
    long in = progress.newestVersion().value();
    unread.removeAll(groups);
    List<BatchEntry> batch = groups.stream().map(id -> new BatchEntry(id, 0, 0L, 2)).toList();
    List<SkippedEntry> skipped =
        unread.stream().map(id -> new SkippedEntry(id, 0, 0L, "skipped")).toList();
    unread.clear();
    var step = Events.step("run", ++steps, Stage.RL, in, in + 1, batch, skipped, now);
    progress.apply(step);
    scheduler.apply(step);
  }
}
