package io.headrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ConfigLoader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeBudgetTest {

  @Test
  void aStartWithoutABuildHasTheFullTime() {
    assertThat(TimeBudget.setting(Duration.ofSeconds(2))).isEqualTo("curriculum.time-budget=320s");
    assertThat(TimeBudget.setting(Duration.ofSeconds(15))).isEqualTo("curriculum.time-budget=320s");
  }

  @Test
  void aBuildIsTakenFromTheTimeOfTheRun() {
    assertThat(TimeBudget.setting(Duration.ofSeconds(75))).isEqualTo("curriculum.time-budget=260s");
  }

  @Test
  void aSlowBuildLeavesTheMinimumTime() {
    assertThat(TimeBudget.setting(Duration.ofMinutes(20))).isEqualTo("curriculum.time-budget=200s");
  }

  @Test
  void aUsersOwnRunHasNoLimit() {
    assertThat(ConfigLoader.defaults().config().curriculum().timeBudget()).isZero();
  }
}
