package io.headrace.curriculum.controller;

import io.headrace.pipeline.plan.RunPosition;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Command;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A controller, the events of its services and the time, set by a test. */
final class ControllerRun {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  final RunController controller;

  private Instant now = BEGIN;
  private long steps;
  private OptionalLong newestGrant = OptionalLong.empty();

  /** A run of {@link Settings#small}. */
  ControllerRun() {
    this(Settings.small());
  }

  ControllerRun(ControllerSettings settings) {
    controller = new RunController(settings, Settings.supply(), BEGIN);
  }

  Instant now() {
    return now;
  }

  void passTime(Duration duration) {
    now = now.plus(duration);
  }

  /** Starts the run and applies its first decisions. */
  void startColdStart() {
    controller.apply(new RunEvent.Started(Events.started("run", now)));
    settle();
  }

  /** Completes the cold start with version 1 and returns the first training requests. */
  List<GroupRequest> startTraining() {
    startColdStart();
    step(Stage.SFT, 1);
    answer(requests(settle()), 0.6);
    return requests(settle());
  }

  /** Applies decisions until the controller has none; returns their events. */
  List<RunEvent> settle() {
    List<RunEvent> all = new ArrayList<>();
    for (List<RunEvent> decided = controller.decide(now);
        !decided.isEmpty();
        decided = controller.decide(now)) {
      decided.forEach(this::apply);
      all.addAll(decided);
    }
    return all;
  }

  private void apply(RunEvent event) {
    if (event instanceof RunEvent.Granted(var grant)) {
      newestGrant = OptionalLong.of(grant.getNumber());
    }
    controller.apply(event);
  }

  void step(Stage stage, long version) {
    step(stage, version, List.of());
  }

  void step(Stage stage, long version, List<String> groups) {
    long in = controller.summary(now).newestVersion().value();
    List<BatchEntry> batch = groups.stream().map(id -> new BatchEntry(id, 0, 0L, 2)).toList();
    controller.apply(
        new RunEvent.Stepped(
            Events.step("run", ++steps, stage, in, Math.max(in, version), batch, List.of(), now)));
  }

  /** The learner answers the newest grant. */
  void answerGrant() {
    long version = controller.summary(now).newestVersion().value();
    controller.apply(
        new RunEvent.LearnerHalted(Events.stopped("run", newestGrant.orElseThrow(), version, now)));
  }

  void command(Command command) {
    controller.apply(new RunEvent.Commanded(Events.command("run", command, now)));
  }

  /** Answers evaluation requests; in each mode the first ones, in the given ratio, are correct. */
  void answer(List<GroupRequest> requests, double ratio) {
    for (int i = 0; i < requests.size(); i++) {
      double score = i / 2 < Math.round(ratio * requests.size() / 2) ? 1 : 0;
      GroupRequest request = requests.get(i);
      controller.apply(
          new RunEvent.GroupAssembled(
              Events.outcome(request, request.getMinWeightsVersion(), now, score)));
    }
  }

  /** Assembles each group with a correct and a wrong response; returns the ids. */
  List<String> assembleTrainable(List<GroupRequest> requests) {
    List<String> groups = new ArrayList<>();
    for (GroupRequest request : requests) {
      groups.add(request.getGroupId());
      controller.apply(new RunEvent.GroupAssembled(Events.outcome(request, 1, now, 1.0, 0.0)));
    }
    return groups;
  }

  static RunPosition position(RunEvent event) {
    return ((RunEvent.PositionChanged) event).position();
  }

  static List<GroupRequest> requests(List<RunEvent> events) {
    return events.stream()
        .filter(RunEvent.Requested.class::isInstance)
        .map(event -> ((RunEvent.Requested) event).event())
        .toList();
  }

  static List<GroupRequest> evaluations(List<RunEvent> events) {
    return requests(events).stream().filter(r -> r.getPurpose() == Purpose.EVALUATION).toList();
  }
}
