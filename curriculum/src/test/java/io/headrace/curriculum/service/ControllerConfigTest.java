package io.headrace.curriculum.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.controller.ControllerSettings;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StageEnd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ControllerConfigTest {

  @Test
  void theColdStartHasTheConfiguredEndAndPublishSteps() {
    ControllerSettings settings =
        settings(
            "learner.sft.first-publish=4",
            "learner.sft.publish-every=2",
            "learner.sft.max-steps=9",
            "curriculum.max-steps=6",
            "curriculum.cold-start-accuracy=0.4");
    PlannedStage.Sft coldStart = (PlannedStage.Sft) settings.plan().stages().getFirst();
    assertThat(coldStart.until())
        .isEqualTo(new StageEnd(9, Optional.empty(), Optional.of(0.4), Optional.empty()));
    assertThat(coldStart.recipe().firstPublish()).isEqualTo(4);
    assertThat(coldStart.recipe().publishEvery()).isEqualTo(2);
    assertThat(settings.plan().stages().getLast().until().steps()).isEqualTo(6);
  }

  @Test
  void aRunWithoutSupervisedStepsHasNoColdStart() {
    assertThat(settings("learner.sft.max-steps=0").plan().stages())
        .extracting(PlannedStage::id)
        .containsExactly("training");
    assertThat(settings("curriculum.cold-start-accuracy=0").plan().stages())
        .extracting(PlannedStage::id)
        .containsExactly("training");
  }

  private static ControllerSettings settings(String... sets) {
    return ControllerConfig.settings(
        ConfigLoader.load(Optional.empty(), Map.of(), List.of(sets)).config());
  }
}
