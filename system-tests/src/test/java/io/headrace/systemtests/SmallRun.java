package io.headrace.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configuration of a run of about a minute: a small model, few steps, unreachable goals. */
final class SmallRun {

  static final int RL_STEPS = 4;
  static final int GROUPS_PER_STEP = 6;

  private SmallRun() {}

  /** Writes the run's configuration. */
  static Path write(Path folder, String run) {
    return write(folder, run, "");
  }

  /**
   * Writes the run's configuration.
   *
   * @param more further sections of YAML
   */
  static Path write(Path folder, String run, String more) {
    Path file = folder.resolve("run.yaml");
    try {
      Files.writeString(
          file,
          """
          run: %s
          storage: {data-folder: %s}
          model: {hidden-size: 32, layers: 1, attention-heads: 2, key-value-heads: 1, feed-forward-size: 64}
          tasks: {demonstrations: 400, pool: 200}
          curriculum:
            samples-per-group: 4
            cold-start-accuracy: 0.0
            goal-greedy-accuracy: 1.0
            goal-sampled-accuracy: 1.0
            max-steps: %d
            group-deadline: 30s
          evaluation: {heldout: 20, every-steps: 100, deadline: 40s}
          sampling: {max-new-tokens: 24}
          rollout: {decoders: 1, slots: 16, decode-steps: 4}
          learner:
            threads: 1
            sft: {batch: 8, first-publish: 4, publish-every: 4, max-steps: 8, warmup-steps: 2}
            rl: {groups-per-step: %d, epochs-per-batch: 1, mini-batches: 2, mixed-rewards-only: false}
          console: {port: 0}
          """
                  .formatted(run, folder.resolve("data"), RL_STEPS, GROUPS_PER_STEP)
              + more);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
