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
 * @param stages at least one, with distinct ids
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

  /** The plan of a configuration, or the default plan if it has none. */
  public static StagePlan of(RunConfig config) {
    return config.plan().isEmpty()
        ? defaultPlan(config)
        : new StagePlan(config.plan().stream().map(stage -> planned(stage, config)).toList());
  }

  /**
   * A cold start and training; without the cold start if its target accuracy or its steps are 0.
   */
  private static StagePlan defaultPlan(RunConfig config) {
    CurriculumConfig curriculum = config.curriculum();
    SftConfig sft = config.learner().sft();
    Optional<Duration> half =
        Optional.of(curriculum.timeBudget().dividedBy(2)).filter(Duration::isPositive);
    List<PlannedStage> stages = new ArrayList<>();
    if (curriculum.coldStartAccuracy() > 0 && sft.maxSteps() > 0) {
      StageEnd until =
          new StageEnd(
              sft.maxSteps(), Optional.empty(), Optional.of(curriculum.coldStartAccuracy()), half);
      stages.add(new PlannedStage.Sft(StageKind.SFT.defaultStageId(), until, sft));
    }
    StageEnd until =
        new StageEnd(
            curriculum.maxSteps(),
            Optional.of(curriculum.goalGreedyAccuracy()),
            Optional.of(curriculum.goalSampledAccuracy()),
            Optional.empty());
    stages.add(new PlannedStage.Rl(StageKind.RL.defaultStageId(), until, config.learner().rl()));
    return new StagePlan(stages);
  }

  private static PlannedStage planned(StageSetting stage, RunConfig config) {
    return switch (stage.kind()) {
      case SFT ->
          new PlannedStage.Sft(
              stage.id(),
              stageEnd(stage, config.learner().sft().maxSteps()),
              StageRecipes.sft(stage, config.learner().sft()));
      case RL ->
          new PlannedStage.Rl(
              stage.id(),
              stageEnd(stage, config.curriculum().maxSteps()),
              StageRecipes.rl(stage, config.learner().rl()));
    };
  }

  private static StageEnd stageEnd(StageSetting stage, int defaultSteps) {
    StageSetting.Until until = stage.until();
    return new StageEnd(
        until.steps().orElse(defaultSteps),
        until.greedyAccuracy(),
        until.sampledAccuracy(),
        Optional.empty());
  }

  /** The stage with the given id. */
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
   * Id of the stage of a step or grant. One of an earlier version has no id and belongs to the
   * first stage of its kind.
   *
   * @param stageId the id in the event, may be empty
   */
  public String idOf(String stageId, StageKind kind) {
    return stageId.isEmpty()
        ? first(kind).map(PlannedStage::id).orElseGet(kind::defaultStageId)
        : stageId;
  }

  /**
   * The stage of the plan that a run is in. If the plan has no stage with that id, it is the stage
   * at the same index if it has the same kind, else the first stage of that kind, else the last
   * stage.
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

  /** The plan as in {@code RunStarted}. */
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
