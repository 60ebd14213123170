package io.headrace.pipeline.plan;

import io.headrace.pipeline.config.CurriculumConfig;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.config.SftConfig;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.config.StageRecipes;
import io.headrace.pipeline.config.StageSetting;
import io.headrace.schemas.PlanEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The stages of a run, in order. Immutable.
 *
 * @param stages at least one, each with an id of its own
 */
public record StagePlan(List<PlannedStage> stages) {

  public StagePlan {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a plan needs at least one stage");
    }
    if (stages.stream().map(PlannedStage::id).distinct().count() < stages.size()) {
      throw new IllegalArgumentException("the plan has two stages of one id: " + stages);
    }
  }

  /** The plan that a configuration gives, or its default plan. */
  public static StagePlan of(RunConfig config) {
    return config.plan().isEmpty()
        ? usual(config)
        : new StagePlan(config.plan().stream().map(stage -> planned(stage, config)).toList());
  }

  /** No cold start when its target is met by doing nothing or it may take no step. */
  private static StagePlan usual(RunConfig config) {
    CurriculumConfig curriculum = config.curriculum();
    SftConfig sft = config.learner().sft();
    Optional<Duration> half =
        Optional.of(curriculum.timeBudget().dividedBy(2)).filter(Duration::isPositive);
    List<PlannedStage> stages = new ArrayList<>();
    if (curriculum.coldStartAccuracy() > 0 && sft.maxSteps() > 0) {
      StageEnd until =
          new StageEnd(
              sft.maxSteps(), Optional.empty(), Optional.of(curriculum.coldStartAccuracy()), half);
      stages.add(new PlannedStage.Sft(StageKind.SFT.usualId(), until, sft));
    }
    StageEnd until =
        new StageEnd(
            curriculum.maxSteps(),
            Optional.of(curriculum.goalGreedyAccuracy()),
            Optional.of(curriculum.goalSampledAccuracy()),
            Optional.empty());
    stages.add(new PlannedStage.Rl(StageKind.RL.usualId(), until, config.learner().rl()));
    return new StagePlan(stages);
  }

  private static PlannedStage planned(StageSetting stage, RunConfig config) {
    return switch (stage.kind()) {
      case SFT ->
          new PlannedStage.Sft(
              stage.id(),
              end(stage, config.learner().sft().maxSteps()),
              StageRecipes.sft(stage, config.learner().sft()));
      case RL ->
          new PlannedStage.Rl(
              stage.id(),
              end(stage, config.curriculum().maxSteps()),
              StageRecipes.rl(stage, config.learner().rl()));
    };
  }

  private static StageEnd end(StageSetting stage, int usualSteps) {
    StageSetting.Until until = stage.until();
    return new StageEnd(
        until.steps().orElse(usualSteps),
        until.greedyAccuracy(),
        until.sampledAccuracy(),
        Optional.empty());
  }

  /** The stage of an id. */
  public Optional<PlannedStage> find(String id) {
    return stages.stream().filter(stage -> stage.id().equals(id)).findFirst();
  }

  /** The first stage of a kind. */
  public Optional<PlannedStage> first(StageKind kind) {
    return stages.stream().filter(stage -> stage.kind() == kind).findFirst();
  }

  /**
   * The stage of policy optimization that reads the groups of a stage: itself, else the next one
   * after it, else the last one before it; empty in a plan without any.
   */
  public Optional<PlannedStage.Rl> policyStage(PlannedStage stage) {
    List<PlannedStage> order = new ArrayList<>(List.of(stage));
    order.addAll(after(stage));
    order.addAll(stages.reversed());
    return order.stream()
        .filter(PlannedStage.Rl.class::isInstance)
        .map(PlannedStage.Rl.class::cast)
        .findFirst();
  }

  /** The stages after one, in order. */
  public List<PlannedStage> after(PlannedStage stage) {
    return stages.subList(stages.indexOf(stage) + 1, stages.size());
  }

  /**
   * Id of the stage that a step or grant belongs to. Those of earlier versions name none: they
   * belong to the first stage of their kind.
   *
   * @param stageId as the event has it, may be empty
   */
  public String idOf(String stageId, StageKind kind) {
    return stageId.isEmpty() ? first(kind).map(PlannedStage::id).orElseGet(kind::usualId) : stageId;
  }

  /**
   * The stage that a run is in. When the plan lost the stage since, it is the one in its place if
   * that has the same kind, else the first of its kind, else the last.
   */
  public PlannedStage at(RunPosition.InStage stage) {
    return find(stage.stage())
        .or(
            () ->
                IntStream.range(0, stages.size())
                    .filter(index -> index == stage.index())
                    .mapToObj(stages::get)
                    .filter(planned -> planned.kind().text().equals(stage.kind()))
                    .findFirst())
        .or(() -> StageKind.parse(stage.kind()).flatMap(this::first))
        .orElse(stages.getLast());
  }

  /** The plan as {@code RunStarted} has it. */
  public List<PlanEntry> toEvent() {
    return stages.stream()
        .map(
            stage ->
                new PlanEntry(
                    stage.id(),
                    stage.kind().text(),
                    stage.kind().data().suffix(),
                    stage.until().steps(),
                    stage.until().greedyAccuracy().orElse(null),
                    stage.until().sampledAccuracy().orElse(null)))
        .toList();
  }
}
