package io.headrace.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SequencedMap;

/**
 * The shape of a decoder-only language model, as in Hugging Face's {@code config.json}.
 *
 * @param architecture the decoder family
 * @param vocabularySize rows of the embedding
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the SwiGLU feed-forward
 * @param layers number of decoder blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads; divides {@code heads}
 * @param headDimension width of one head; even, and not necessarily {@code hiddenSize / heads}
 * @param maxPositions maximum length of a sequence, in tokens
 * @param rmsNormEpsilon added to the mean square inside the root
 * @param ropeTheta base of the rotary frequencies
 * @param tiedEmbeddings whether the output head shares the embedding matrix
 * @param attentionBias which attention projections have biases
 * @param endOfSequenceIds tokens that end a sequence; may be empty
 */
public record ModelConfig(
    Architecture architecture,
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headDimension,
    int maxPositions,
    double rmsNormEpsilon,
    double ropeTheta,
    boolean tiedEmbeddings,
    AttentionBias attentionBias,
    List<Integer> endOfSequenceIds) {

  /**
   * Upper bound for {@code num_hidden_layers}, so that a corrupt file does not make the list of
   * tensors endless.
   */
  private static final int MAX_LAYERS = 10_000;

  /** The attention projections that have a bias. */
  public enum AttentionBias {
    NONE,
    /** Queries, keys and values: Qwen2. */
    QUERY_KEY_VALUE,
    /** Queries, keys, values and the output projection: {@code attention_bias: true}. */
    ALL
  }

  public ModelConfig {
    endOfSequenceIds = List.copyOf(endOfSequenceIds);
    positive("vocab_size", vocabularySize);
    positive("hidden_size", hiddenSize);
    positive("intermediate_size", intermediateSize);
    positive("num_hidden_layers", layers);
    require(
        layers <= MAX_LAYERS,
        "num_hidden_layers " + layers + " is more than the " + MAX_LAYERS + " of any model");
    positive("num_attention_heads", heads);
    positive("num_key_value_heads", keyValueHeads);
    positive("head_dim", headDimension);
    positive("max_position_embeddings", maxPositions);
    positive("rms_norm_eps", rmsNormEpsilon);
    positive("rope_theta", ropeTheta);
    require(
        heads % keyValueHeads == 0,
        "num_key_value_heads " + keyValueHeads + " does not divide num_attention_heads " + heads);
    require(headDimension % 2 == 0, "head_dim " + headDimension + " is odd; rotary needs pairs");
    for (int id : endOfSequenceIds) {
      require(
          id >= 0 && id < vocabularySize,
          "eos_token_id " + id + " is outside the vocabulary of " + vocabularySize + " tokens");
    }
  }

  /**
   * Reads a {@code config.json}.
   *
   * @param json the parsed file
   * @param place name of the file in messages, such as its path
   * @throws ModelFormatException with the key that is missing, wrong or not supported
   */
  public static ModelConfig fromJson(ObjectNode json, String place) {
    return new ModelConfigReader(json, place).read();
  }

  /** The content of a {@code config.json} that transformers 4 and 5 can read. */
  public ObjectNode toJson() {
    return ModelConfigWriter.write(this);
  }

  /**
   * The shapes of all tensors of the model by their name in transformers, in the order of the
   * program's parameters. Tied embeddings appear once, as {@code model.embed_tokens.weight}.
   */
  public SequencedMap<String, List<Long>> expectedTensors() {
    return TensorLayout.of(this);
  }

  /** Number of weights. */
  public long parameterCount() {
    return expectedTensors().values().stream()
        .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
        .sum();
  }

  private static void positive(String key, int value) {
    require(value > 0, key + " must be positive, not " + value);
  }

  private static void positive(String key, double value) {
    require(value > 0 && Double.isFinite(value), key + " must be positive, not " + value);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
