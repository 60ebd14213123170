package io.headrace.pipeline.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LearnerIdTest {

  @Test
  void theDefaultLearnersNamesAreTheRunsOwn() {
    LearnerId id = LearnerId.DEFAULT;
    assertThat(id.client("demo")).isEqualTo("demo.learner");
    assertThat(id.topics("demo")).isEqualTo("demo");
    assertThat(id.folder(Path.of("runs/demo"))).isEqualTo(Path.of("runs/demo"));
  }

  @Test
  void anotherLearnersNamesAreApart() {
    LearnerId id = new LearnerId("reward-model");
    assertThat(id.client("demo")).isEqualTo("demo.learner.reward-model");
    assertThat(id.topics("demo")).isEqualTo("demo.reward-model");
    assertThat(id.folder(Path.of("runs/demo")))
        .isEqualTo(Path.of("runs/demo/learners/reward-model"));
  }

  @Test
  void anIdThatCouldNotBeInATopicNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearnerId("Reward.Model"))
        .withMessageContaining("learner id 'Reward.Model' is not valid");
  }
}
