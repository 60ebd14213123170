package io.headrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.policy.ModelConfig.AttentionBias;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of the groups of a backbone's tensors that training may freeze. */
class ParameterGroupsTest {

  @ParameterizedTest
  @EnumSource
  void everyTensorIsInOneGroup(Architecture architecture) {
    // Given
    ModelConfig config = config(architecture, false);

    // When
    var groups = ParameterGroups.of(config);

    // Then
    assertThat(groups)
        .containsOnlyKeys("embedding", "layers.0", "layers.1", "norm", "language-head");
    assertThat(groups.values().stream().flatMap(List::stream))
        .containsExactlyElementsOf(config.expectedTensors().keySet());
  }

  @Test
  void aTiedLanguageHeadIsTheEmbedding() {
    assertThat(ParameterGroups.of(config(Architecture.LLAMA, true)))
        .containsOnlyKeys("embedding", "layers.0", "layers.1", "norm");
  }

  @Test
  void anUnknownGroupIsRejectedWithTheNamesOfTheGroups() {
    assertThatThrownBy(
            () -> ParameterGroups.tensors(config(Architecture.LLAMA, true), List.of("layers.2")))
        .hasMessage(
            "the model has no parameter group 'layers.2'; use some of [embedding, layers.0,"
                + " layers.1, norm]");
  }

  private static ModelConfig config(Architecture architecture, boolean tied) {
    return new ModelConfig(
        architecture,
        11,
        16,
        24,
        2,
        4,
        2,
        4,
        64,
        1e-5,
        1e4,
        tied,
        architecture == Architecture.QWEN2 ? AttentionBias.QUERY_KEY_VALUE : AttentionBias.NONE,
        List.of());
  }
}
