package io.headrace.curriculum.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.controller.ControllerSettings;
import io.headrace.curriculum.controller.StageTargets.ColdStart;
import io.headrace.pipeline.config.ConfigLoader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run's configuration means to the controller. */
final class ControllerConfigTest {

  @Test
  void theColdStartEndsAndIsMeasuredWhereTheRunSaysSo() {
    ControllerSettings settings =
        settings(
            "learner.sft.first-publish=4",
            "learner.sft.publish-every=2",
            "learner.sft.max-steps=9",
            "curriculum.max-steps=6",
            "curriculum.cold-start-accuracy=0.4");
    assertThat(settings.targets().coldStart()).contains(new ColdStart(0.4, 9, 4, 2));
    assertThat(settings.targets().maxSteps()).isEqualTo(6);
  }

  @Test
  void aRunWithoutSupervisedStepsHasNoColdStart() {
    assertThat(settings("learner.sft.max-steps=0").targets().coldStart()).isEmpty();
    assertThat(settings("curriculum.cold-start-accuracy=0").targets().coldStart()).isEmpty();
  }

  private static ControllerSettings settings(String... sets) {
    return ControllerConfig.settings(
        ConfigLoader.load(Optional.empty(), Map.of(), List.of(sets)).config());
  }
}
