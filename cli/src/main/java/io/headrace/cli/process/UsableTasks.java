package io.headrace.cli.process;

import io.headrace.curriculum.task.TaskCheck;
import io.headrace.pipeline.config.ModelSource;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.task.TaskScorers;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.prompt.PromptEncoder;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.policy.tokenizer.TokenizerException;
import io.headrace.policy.tokenizer.TokenizerFile;
import io.headrace.schemas.Task;
import io.headrace.verifier.BuiltInScorers;
import io.headrace.verifier.scorer.Scorers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** Checks that each of the task's scorers exists and accepts the gold answer. */
  static TaskCheck scorable(Scorers scorers) {
    return task -> {
      List<String> names = TaskScorers.of(task.task()).names();
      String gold = task.task().getAnswer();
      return names.stream()
          .flatMap(
              name -> scorers.problemWith(name, gold).map(it -> named(name, names, it)).stream())
          .findFirst();
    };
  }

  private static String named(String scorer, List<String> scorers, String problem) {
    return scorers.size() == 1 ? problem : "scorer '" + scorer + "': " + problem;
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
    PromptEncoder encoder = PromptEncoder.of(tokenizer);
    return task ->
        problemWithDemonstration(tokenizer, task.demonstration().orElse(""))
            .or(() -> problemWithPrompt(encoder, task.task(), maxPositions));
  }

  private static Optional<String> problemWithDemonstration(Tokenizer tokenizer, String text) {
    try {
      var _ = tokenizer.encode(text);
      return Optional.empty();
    } catch (TokenizerException unknown) {
      return Optional.of(unreadable("demonstration", unknown));
    }
  }

  private static Optional<String> problemWithPrompt(
      PromptEncoder encoder, Task task, int maxPositions) {
    String field = task.getMessages().isEmpty() ? "prompt" : "messages";
    try {
      int tokens = encoder.encode(task).length;
      return tokens < maxPositions
          ? Optional.empty()
          : Optional.of(
              "'%s' has %d tokens and the model takes %d with the response; shorten it"
                  .formatted(field, tokens, maxPositions));
    } catch (TokenizerException unknown) {
      return Optional.of(unreadable(field, unknown));
    }
  }

  private static String unreadable(String field, TokenizerException unknown) {
    return "the model can't read '" + field + "': " + unknown.getMessage();
  }
}
