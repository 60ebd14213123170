package io.headrace.pipeline.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The model a run starts from.
 *
 * @param folder a Hugging Face folder, or none for random weights
 * @param seed of the random weights
 * @param hiddenSize width of the random model
 * @param layers its layers
 * @param attentionHeads its query heads
 * @param keyValueHeads its key and value heads
 * @param feedForwardSize width of its feed-forward blocks
 * @param maxPositions its longest sequence in tokens
 */
public record ModelSource(
    Optional<Path> folder,
    long seed,
    int hiddenSize,
    int layers,
    int attentionHeads,
    int keyValueHeads,
    int feedForwardSize,
    int maxPositions) {

  public ModelSource {
    Check.between("model.hidden-size", hiddenSize, 8, 1 << 16);
    Check.between("model.layers", layers, 1, 1024);
    Check.atLeast("model.attention-heads", attentionHeads, 1);
    Check.atLeast("model.key-value-heads", keyValueHeads, 1);
    Check.that(
        attentionHeads % keyValueHeads == 0,
        "model.key-value-heads",
        "must divide model.attention-heads");
    Check.that(
        hiddenSize % attentionHeads == 0 && hiddenSize / attentionHeads % 2 == 0,
        "model.hidden-size",
        "must be an even multiple of model.attention-heads");
    Check.between("model.feed-forward-size", feedForwardSize, 8, 1 << 20);
    Check.between("model.max-positions", maxPositions, 16, 1 << 24);
  }
}
