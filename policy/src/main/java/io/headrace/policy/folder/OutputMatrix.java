package io.headrace.policy.folder;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelFormatException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * Whether the weights have the output matrix that {@code tie_word_embeddings} says they have. Where
 * the two contradict each other transformers 5 makes a random matrix or unties the two, each with a
 * warning; here the folder is refused, because either is another model than the one that was meant.
 */
final class OutputMatrix {

  static final String NAME = "lm_head.weight";
  private static final String EMBEDDING = "model.embed_tokens.weight";

  private OutputMatrix() {}

  /**
   * Refuses an untied model without an output matrix.
   *
   * @throws ModelFormatException naming file and tensor
   */
  static void requireUnlessTied(ModelConfig config, TensorFiles files) {
    Map<String, List<Long>> found = files.shapes();
    if (!config.tiedEmbeddings() && found.containsKey(EMBEDDING) && !found.containsKey(NAME)) {
      throw FolderProblemText.in(
          files.list(),
          "tensor "
              + NAME
              + " is missing and config.json does not tie it; set tie_word_embeddings to true if"
              + " the embedding is the output matrix too, or add the tensor");
    }
  }

  /** The matrix that a tied model may have besides its embedding, with its shape. */
  static Map<String, List<Long>> besides(ModelConfig config) {
    List<Long> embedding = config.expectedTensors().get(EMBEDDING);
    return config.tiedEmbeddings() && embedding != null ? Map.of(NAME, embedding) : Map.of();
  }

  /**
   * Refuses a tied model whose file has an output matrix of its own, with other numbers.
   *
   * @param embedding the embedding that was read
   * @throws ModelFormatException naming file, tensor and the first number that differs
   */
  static void requireSameIfTied(ModelConfig config, TensorFiles files, FloatTensor embedding) {
    if (!config.tiedEmbeddings() || !files.shapes().containsKey(NAME)) {
      return;
    }
    FloatBuffer own = files.read(NAME).values();
    int difference = own.mismatch(embedding.values());
    if (difference >= 0) {
      throw FolderProblemText.in(
          files.fileOf(NAME),
          ("tensor %s has %s at element %d where %s has %s, though config.json ties them;"
                  + " set tie_word_embeddings to false to use both, or remove %1$s from the file")
              .formatted(
                  NAME,
                  own.get(difference),
                  difference,
                  EMBEDDING,
                  embedding.values().get(difference)));
    }
  }

  /** The embedding among tensors that were read. */
  static FloatTensor embedding(Map<String, FloatTensor> tensors) {
    FloatTensor embedding = tensors.get(EMBEDDING);
    if (embedding == null) {
      throw new IllegalArgumentException("a model without " + EMBEDDING + " was read");
    }
    return embedding;
  }
}
