package io.headrace.policy.folder;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelFormatException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * Checks that the weights have an output matrix as stated by {@code tie_word_embeddings}. On a
 * contradiction transformers 5 creates a random matrix or unties the two, each with a warning; here
 * the folder is rejected, because both may be a different model than intended.
 */
final class OutputMatrix {

  static final String NAME = "lm_head.weight";
  private static final String EMBEDDING = "model.embed_tokens.weight";

  private OutputMatrix() {}

  /**
   * Rejects an untied model without an output matrix.
   *
   * @throws ModelFormatException with file and tensor
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

  /** The output matrix that a tied model may have besides its embedding, with its shape. */
  static Map<String, List<Long>> optionalTensor(ModelConfig config) {
    List<Long> embedding = config.expectedTensors().get(EMBEDDING);
    return config.tiedEmbeddings() && embedding != null ? Map.of(NAME, embedding) : Map.of();
  }

  /**
   * Rejects a tied model whose file has an output matrix that differs from the embedding.
   *
   * @param embedding the embedding read from the files
   * @throws ModelFormatException with file, tensor and the first element that differs
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

  /** The embedding among the tensors of a model. */
  static FloatTensor embedding(Map<String, FloatTensor> tensors) {
    FloatTensor embedding = tensors.get(EMBEDDING);
    if (embedding == null) {
      throw new IllegalArgumentException("a model without " + EMBEDDING + " was read");
    }
    return embedding;
  }
}
