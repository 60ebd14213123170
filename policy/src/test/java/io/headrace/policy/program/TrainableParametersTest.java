package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ParameterGroups;
import io.headrace.policy.ScalarHead;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Training some parameters does not change the others by a bit. */
class TrainableParametersTest {

  private static final List<int[]> SEQUENCES =
      List.of(
          new int[] {1, 2, 3, 4, 5},
          new int[] {6, 7, 8},
          new int[] {9, 10, 1, 3},
          new int[] {2, 9, 4, 6, 8, 1});
  private static final TokenBatch BATCH = TokenBatch.rightPadded(SEQUENCES);
  private static final float[] REWARDS = {1, 0, 0.5f, -1};
  private static final ScalarHead REWARD = new ScalarHead("reward", TinyModel.CONFIG.hiddenSize());

  @Test
  void aScalarHeadIsTrainedOnAFrozenBackbone() {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters backbone = program.parameters(TinyModel.weights(1));
        HeadParameters head = program.head(REWARD, 7)) {
      // Given
      TrainableParameters trained = TrainableParameters.select(head.names(), backbone, head);
      SequencedMap<String, FloatTensor> before = backbone.toTensors();
      String digest = backbone.sha256();
      try (OptimizerState optimizer = program.optimizer(trained)) {
        double first = rewardStep(program, backbone, head, trained, optimizer);
        int live = LiveResources.below(program);

        // When
        double last = first;
        for (int step = 0; step < 200; step++) {
          last = rewardStep(program, backbone, head, trained, optimizer);
        }

        // Then
        assertThat(last).isLessThan(first / 100);
        assertThat(backbone.sha256()).isEqualTo(digest);
        assertThat(backbone.toTensors()).isEqualTo(before);
        assertThat(LiveResources.below(program)).isEqualTo(live);
        assertThat(optimizer.toTensors())
            .containsOnlyKeys(
                "first.reward.weight",
                "second.reward.weight",
                "first.reward.bias",
                "second.reward.bias");
        assertThat(backbone.arrays()).noneMatch(NDArray::hasGradient);
      }
    }
  }

  @Test
  void aHeadIsWTimesTheHiddenStatePlusB() {
    SequencedMap<String, FloatTensor> tensors = InitialWeights.of(REWARD.expectedTensors(), 7);
    tensors.put("reward.bias", new FloatTensor(List.of(1L), FloatBuffer.wrap(new float[] {0.75f})));
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters backbone = program.parameters(TinyModel.weights(1));
        HeadParameters head = program.head(REWARD, tensors);
        NDManager scope = program.newScope()) {
      // When
      NDArray states = program.hiddenStates(scope, backbone, BATCH);
      float[] values = head.apply(states).toFloatArray();

      // Then
      int width = TinyModel.CONFIG.hiddenSize();
      float[] cells = states.toFloatArray();
      float[] weight = head.arrays().getFirst().toFloatArray();
      float bias = head.arrays().getLast().toFloatArray()[0];
      assertThat(values).hasSize(BATCH.rows() * BATCH.columns());
      for (int cell = 0; cell < values.length; cell++) {
        double sum = bias;
        for (int at = 0; at < width; at++) {
          sum += weight[at] * cells[cell * width + at];
        }
        assertThat((double) values[cell]).isBetween(sum - 1e-5, sum + 1e-5);
      }
    }
  }

  @Test
  void theLanguageHeadOnHiddenStatesGivesTheLogits() {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters backbone = program.parameters(TinyModel.weights(1));
        NDManager scope = program.newScope()) {
      // When
      NDArray states = program.hiddenStates(scope, backbone, BATCH);
      NDArray embedding = backbone.arrays().getFirst().duplicate();
      embedding.attach(scope);
      float[] logits = states.matMul(embedding.transpose()).toFloatArray();

      // Then
      assertThat(Difference.largest(logits, program.logits(scope, backbone, BATCH).toFloatArray()))
          .isLessThan(1e-4);
    }
  }

  @Test
  void aTrainedLayerGetsTheGradientItHasWhenAllIsTrained() {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters all = program.parameters(TinyModel.weights(1));
        PolicyParameters some = program.parameters(TinyModel.weights(1))) {
      // Given
      all.requireGradients(true);
      Set<String> layer = ParameterGroups.tensors(TinyModel.CONFIG, List.of("layers.1"));
      TrainableParameters trained = TrainableParameters.select(layer, some);

      // When
      backward(program, all);
      backward(program, some);

      // Then
      assertThat(trained.names()).containsExactlyElementsOf(layer);
      for (int i = 0; i < all.names().size(); i++) {
        boolean isTrained = layer.contains(all.names().get(i));
        assertThat(some.arrays().get(i).hasGradient()).isEqualTo(isTrained);
        if (isTrained) {
          assertThat(gradient(some.arrays().get(i))).isEqualTo(gradient(all.arrays().get(i)));
        }
      }
    }
  }

  @Test
  void anUpdateOfNormsAloneMovesNothingElse() {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters backbone = program.parameters(TinyModel.weights(1))) {
      // Given
      TrainableParameters norm =
          TrainableParameters.select(
              ParameterGroups.tensors(TinyModel.CONFIG, List.of("norm")), backbone);
      SequencedMap<String, FloatTensor> before = backbone.toTensors();
      try (OptimizerState optimizer = program.optimizer(norm)) {
        // When
        backward(program, backbone);
        program.update(norm, optimizer, AdamWSettings.of(0.1));

        // Then
        List<String> moved = new ArrayList<>();
        backbone
            .toTensors()
            .forEach(
                (name, tensor) -> {
                  if (!tensor.equals(before.get(name))) {
                    moved.add(name);
                  }
                });
        assertThat(moved).containsExactly("model.norm.weight");
      }
    }
  }

  @Test
  void momentsOfOtherParametersAndUnknownNamesAreRejected() {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters backbone = program.parameters(TinyModel.weights(1));
        HeadParameters head = program.head(REWARD, 7);
        OptimizerState optimizer = program.optimizer()) {
      assertThatThrownBy(() -> program.update(head, optimizer, AdamWSettings.of(0.1)))
          .hasMessageContaining("the optimizer's moments belong to the parameters");
      assertThatThrownBy(() -> TrainableParameters.select(Set.of("value.bias"), backbone, head))
          .hasMessage("no parameters are named [value.bias]");
    }
  }

  /** One step on the squared error of the head's number at each row's last token. */
  private static double rewardStep(
      PolicyProgram program,
      PolicyParameters backbone,
      HeadParameters head,
      TrainableParameters trained,
      OptimizerState optimizer) {
    double loss;
    try (NDManager scope = program.newScope();
        Gradients gradients = Gradients.record()) {
      NDArray values = head.apply(program.hiddenStates(scope, backbone, BATCH));
      NDArray last = program.array(scope, lastTokens(), BATCH.rows(), BATCH.columns());
      NDArray rewards = program.array(scope, REWARDS, BATCH.rows());
      NDArray error = values.mul(last).sum(new int[] {1}).sub(rewards).square().mean();
      gradients.backward(error);
      loss = error.getFloat();
    }
    program.update(trained, optimizer, AdamWSettings.of(0.05));
    return loss;
  }

  private static float[] lastTokens() {
    float[] cells = new float[BATCH.rows() * BATCH.columns()];
    for (int row = 0; row < BATCH.rows(); row++) {
      cells[row * BATCH.columns() + SEQUENCES.get(row).length - 1] = 1;
    }
    return cells;
  }

  private static void backward(PolicyProgram program, PolicyParameters parameters) {
    try (NDManager scope = program.newScope();
        Gradients gradients = Gradients.record()) {
      NDArray logProbs = program.logProbs(scope, parameters, BATCH, new float[] {1, 1, 1, 1});
      gradients.backward(logProbs.mean());
    }
  }

  private static float[] gradient(NDArray array) {
    try (NDArray gradient = array.getGradient()) {
      return gradient.toFloatArray();
    }
  }
}
