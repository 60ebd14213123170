package io.headrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.curriculum.task.TaskCheck;
import io.headrace.curriculum.task.TaskSources;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FamilySettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"addition", "countdown", "letter-sorting", "knights-and-knaves"})
  void everyDemonstrationFitsIntoAResponse(String family) {
    // Given the demo's settings of the family
    List<String> sets = new ArrayList<>(FamilySettings.of(family));
    sets.add("tasks.family=" + family);
    RunConfig config = ConfigLoader.load(Optional.empty(), Map.of(), sets).config();
    // When its demonstrations are encoded
    int longest =
        TaskSources.load(config.tasks(), 400, TaskCheck.ANY).demonstrated().stream()
            .map(CurriculumTask::demonstration)
            .mapToInt(text -> CharacterTokenizer.ascii().encode(text.orElseThrow()).length + 1)
            .max()
            .orElseThrow();
    // Then none is longer than the maximum response
    assertThat(longest).isLessThanOrEqualTo(config.sampling().maxNewTokens());
  }

  @Test
  void additionUsesTheDefaults() {
    assertThat(FamilySettings.of("addition")).isEmpty();
  }
}
