package io.headrace.cli.model;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.policy.folder.ModelWeights;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.PrecisionChoice;
import io.headrace.policy.program.TokenBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Computes log-probs of given tokens under a model, in float32. Owned by one thread. */
public final class LogProbs implements AutoCloseable {

  private static final float[] TEMPERATURE = {1};

  private final PolicyProgram program;
  private final PolicyParameters parameters;

  private LogProbs(PolicyProgram program, PolicyParameters parameters) {
    this.program = program;
    this.parameters = parameters;
  }

  /**
   * Loads a model.
   *
   * @param threads number of threads of matrix products
   */
  public static LogProbs open(ModelWeights model, int threads) {
    PolicyProgram program =
        PolicyProgram.load(
            model.config(), ExecutionSettings.training(threads).with(PrecisionChoice.FLOAT32));
    try {
      return new LogProbs(program, program.parameters(model.tensors()));
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  /**
   * Reads lines of token ids and writes a JSON line for each, in order.
   *
   * @param name name of the input, for messages
   * @throws io.headrace.pipeline.error.HeadraceException INVALID_INPUT naming the line
   */
  public void run(String name, BufferedReader in, Consumer<String> out) throws IOException {
    int number = 0;
    for (@Nullable String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (!line.isBlank()) {
        out.accept(line(line, name + ":" + number));
      }
    }
  }

  private String line(String line, String place) {
    int[] tokens =
        TokenLines.parse(
            line, place, program.config().vocabularySize(), program.config().maxPositions());
    float[] values = tokens.length == 1 ? new float[0] : of(tokens);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new HeadraceException(
            ErrorCode.INVALID_INPUT,
            "[%s] the log-prob of position %d is %s, which is no number; the weights are too large to compute with, use another checkpoint"
                .formatted(place, i + 1, values[i]));
      }
    }
    return json(values);
  }

  /** The log-probs of all tokens but the first, each given the tokens before it, in nats. */
  private float[] of(int[] tokens) {
    TokenBatch batch = TokenBatch.rightPadded(List.of(tokens));
    return program.logProbValues(parameters, batch, TEMPERATURE)[0];
  }

  private static String json(float[] values) {
    StringBuilder json = new StringBuilder("{\"logprobs\":[");
    for (int i = 0; i < values.length; i++) {
      json.append(i == 0 ? "" : ",").append(values[i]);
    }
    return json.append("]}").toString();
  }

  @Override
  public void close() {
    parameters.close();
    program.close();
  }
}
