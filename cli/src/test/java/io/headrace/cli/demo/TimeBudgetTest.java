package io.headrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ConfigLoader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeBudgetTest {

  @Test
  void aStartWithoutABuildLeavesTheDefault() {
    assertThat(TimeBudget.setting(Duration.ofSeconds(2))).isEmpty();
    assertThat(TimeBudget.setting(Duration.ofSeconds(45))).isEmpty();
    assertThat(ConfigLoader.defaults().config().curriculum().timeBudget()).hasSeconds(280);
  }

  @Test
  void aBuildIsTakenFromTheTimeOfTheRun() {
    assertThat(TimeBudget.setting(Duration.ofSeconds(75))).contains("curriculum.time-budget=250s");
  }

  @Test
  void aSlowBuildLeavesEnoughToLearn() {
    assertThat(TimeBudget.setting(Duration.ofMinutes(20))).contains("curriculum.time-budget=200s");
  }
}
