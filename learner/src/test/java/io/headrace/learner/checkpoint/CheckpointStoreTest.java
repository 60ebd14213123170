package io.headrace.learner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints are there whole or not at all. */
class CheckpointStoreTest {

  @TempDir Path folder;
  private CheckpointStore store;

  @BeforeEach
  void open() {
    store = new CheckpointStore(folder);
  }

  @Test
  void aWrittenCheckpointOpensWithItsFiles() throws IOException {
    // When
    store.write(12, CheckpointStoreTest::content);

    // Then
    Path opened = store.open("step-12");
    assertThat(opened.resolve("model/weights")).hasContent("weights");
    assertThat(opened.resolve("SHA256SUMS")).content().contains("  model/weights");
  }

  @Test
  void aFailedWriteLeavesNoCheckpoint() {
    assertThatThrownBy(
            () ->
                store.write(
                    3,
                    target -> {
                      content(target);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("writing step-3 failed: disk full; check the disk");
    assertThat(store.names()).isEmpty();
    assertThat(new CheckpointStore(folder).names()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void errorsNameDamagedMissingAndIncompleteCheckpoints() throws IOException {
    // Given
    Path changed = store.write(1, CheckpointStoreTest::content);
    Files.writeString(changed.resolve("state.json"), "{ }");
    Path torn = store.write(2, CheckpointStoreTest::content);
    Files.delete(torn.resolve("model/weights"));
    Path unsealed = store.write(3, CheckpointStoreTest::content);
    Files.delete(unsealed.resolve("SHA256SUMS"));

    // Then
    assertThatThrownBy(() -> store.open("step-1"))
        .hasMessageContaining("state.json is not what was written: its SHA-256 differs");
    assertThatThrownBy(() -> store.open("step-2")).hasMessageContaining("model/weights is missing");
    assertThatThrownBy(() -> store.open("step-3")).hasMessageContaining("it was never finished");
    assertThatThrownBy(() -> store.open("step-4")).hasMessageContaining("which is missing");
  }

  @Test
  void aRepeatedStepKeepsTheCheckpointThatMayBeCommitted() {
    // Given
    store.write(5, target -> Files.writeString(target.resolve("state.json"), "first"));
    CheckpointStore successor = new CheckpointStore(folder);

    // When
    Path second =
        successor.write(5, target -> Files.writeString(target.resolve("state.json"), "second"));
    store.write(5, target -> Files.writeString(target.resolve("state.json"), "third"));

    // Then
    assertThat(second.getFileName()).hasToString("step-5.2");
    assertThat(successor.open("step-5").resolve("state.json")).hasContent("first");
    assertThat(successor.open("step-5.2").resolve("state.json")).hasContent("second");
    assertThat(successor.names()).containsExactly("step-5.3", "step-5.2", "step-5");
  }

  /** A fenced learner and its successor, which take the same step at the same moment. */
  @Test
  void learnersThatWriteTheSameStepsDoNotDisturbEachOther() throws Exception {
    CheckpointStore fenced = new CheckpointStore(folder);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (long step = 0; step < 100; step++) {
        // When
        long number = step;
        Future<Path> one = threads.submit(() -> fenced.write(number, CheckpointStoreTest::content));
        Future<Path> two = threads.submit(() -> store.write(number, CheckpointStoreTest::content));

        // Then
        String[] names = {name(one.get()), name(two.get())};
        assertThat(names).containsExactlyInAnyOrder("step-" + step, "step-" + step + ".2");
        assertThat(store.open(names[0])).isEqualTo(one.get());
        assertThat(store.open(names[1])).isEqualTo(two.get());
      }
    }
  }

  @Test
  void theNewestAndTheNamedCheckpointsAreKept() {
    // Given
    for (long step = 1; step <= 12; step++) {
      store.write(step, CheckpointStoreTest::content);
    }

    // When
    store.prune(2, Set.of("step-4"));

    // Then
    assertThat(store.names()).containsExactly("step-12", "step-11", "step-4");
  }

  private static String name(Path checkpoint) {
    return checkpoint.getFileName().toString();
  }

  private static void content(Path target) {
    try {
      Files.createDirectory(target.resolve("model"));
      Files.writeString(target.resolve("model/weights"), "weights");
      Files.writeString(target.resolve("state.json"), "{}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
