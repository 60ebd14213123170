package io.headrace.cli.process;

import io.headrace.curriculum.task.TaskCheck;
import io.headrace.pipeline.config.ModelSource;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.policy.tokenizer.TokenizerException;
import io.headrace.policy.tokenizer.TokenizerFile;
import io.headrace.verifier.BuiltInScorers;
import io.headrace.verifier.scorer.Scorers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks that a run's scorers and model can process a task. The command line does this before the
 * first task is written to the log, since the services do not depend on each other.
 */
final class UsableTasks {

  private UsableTasks() {}

  /** The check of a run's tasks. */
  static TaskCheck of(RunConfig config) {
    return scorable(BuiltInScorers.all()).and(readable(config.model()));
  }

  /** Checks that the task's verifier exists and accepts the gold answer. */
  static TaskCheck scorable(Scorers scorers) {
    return task -> scorers.problemWith(task.task().getVerifier(), task.task().getAnswer());
  }

  /**
   * Checks that the run's initial model can encode the prompt and the demonstration. A model folder
   * that is not on this machine, where perhaps only the curriculum runs, is not checked.
   */
  private static TaskCheck readable(ModelSource model) {
    if (model.folder().isEmpty()) {
      return readable(CharacterTokenizer.ascii(), model.maxPositions());
    }
    Path folder = model.folder().get();
    return Files.isDirectory(folder)
        ? readable(TokenizerFile.open(folder), ModelFolder.readConfig(folder).maxPositions())
        : TaskCheck.ANY;
  }

  /** Checks that a tokenizer encodes all characters and the prompt leaves room for a response. */
  static TaskCheck readable(Tokenizer tokenizer, int maxPositions) {
    return task ->
        unknown(tokenizer, "demonstration", task.demonstration().orElse(""))
            .or(() -> unknown(tokenizer, "prompt", task.prompt()))
            .or(() -> tooLong(tokenizer.encodePrompt(task.prompt()).length, maxPositions));
  }

  private static Optional<String> unknown(Tokenizer tokenizer, String field, String text) {
    try {
      var _ = tokenizer.encode(text);
      return Optional.empty();
    } catch (TokenizerException unknown) {
      return Optional.of("the model can't read '" + field + "': " + unknown.getMessage());
    }
  }

  private static Optional<String> tooLong(int tokens, int maxPositions) {
    return tokens < maxPositions
        ? Optional.empty()
        : Optional.of(
            "'prompt' has %d tokens and the model takes %d with the response; shorten it"
                .formatted(tokens, maxPositions));
  }
}
