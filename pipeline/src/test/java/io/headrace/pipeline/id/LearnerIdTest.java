package io.headrace.pipeline.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerIdTest {

  @Test
  void theNamesOfTheDefaultLearnerHaveNoId() {
    LearnerId id = LearnerId.DEFAULT;
    assertThat(id.client("demo")).isEqualTo("demo.learner");
    assertThat(id.topics("demo")).isEqualTo("demo");
    assertThat(id.folder(Path.of("runs/demo"))).isEqualTo(Path.of("runs/demo"));
  }

  @Test
  void theNamesOfAnotherLearnerHaveItsId() {
    LearnerId id = new LearnerId("reward-model");
    assertThat(id.client("demo")).isEqualTo("demo.learner.reward-model");
    assertThat(id.topics("demo")).isEqualTo("demo.reward-model");
    assertThat(id.folder(Path.of("runs/demo")))
        .isEqualTo(Path.of("runs/demo/learners/reward-model"));
  }

  @Test
  void aServiceNameTellsWhichLearnerItIs() {
    for (LearnerId id : List.of(LearnerId.DEFAULT, new LearnerId("reward-model"))) {
      assertThat(LearnerId.ofService(id.service())).contains(id);
    }
    assertThat(new LearnerId("reward-model").service()).isEqualTo("learner.reward-model");
    assertThat(LearnerId.ofService("verifier")).isEmpty();
    assertThat(LearnerId.ofService("learner.")).isEmpty();
  }

  @Test
  void anIdThatIsInvalidInATopicNameIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearnerId("Reward.Model"))
        .withMessageContaining("learner id 'Reward.Model' is not valid");
  }
}
