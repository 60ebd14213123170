package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import io.headrace.testkit.RunFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions in the shared folder: complete ones are used, incomplete ones are retriable. */
class BundleCacheTest {

  private static final byte[] WEIGHTS = {1, 2, 3, 4};

  @TempDir Path folder;

  private BundleCache cache;
  private Path shared;

  @BeforeEach
  void open() throws IOException {
    cache = new BundleCache(folder.resolve("cache"));
    shared = Files.createDirectories(folder.resolve("shared/v7"));
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void aCompleteVersionIsUsedInTheSharedFolder() throws IOException {
    // Given
    WeightsManifest manifest = manifest("model.safetensors");
    Files.write(shared.resolve("model.safetensors"), WEIGHTS);

    // When / Then
    assertThat(store(manifest).folder()).isEqualTo(shared);
  }

  @Test
  void aMissingFolderOrFileIsRetriable() throws IOException {
    // Given
    WeightsManifest manifest = manifest("model.safetensors");

    // When / Then
    assertFails(() -> store(manifest), ErrorCode.INCOMPLETE_WEIGHTS);
    Files.delete(shared);
    assertFails(() -> store(manifest), ErrorCode.DISK_FAILED);
  }

  @Test
  void aShortFileIsRetriable() throws IOException {
    // Given
    WeightsManifest manifest = manifest("model.safetensors");
    Path file = shared.resolve("model.safetensors");
    Files.write(file, new byte[] {1, 2});
    assertFails(() -> store(manifest), ErrorCode.INCOMPLETE_WEIGHTS);

    // When
    Files.write(file, WEIGHTS);

    // Then
    assertThat(store(manifest).folder()).isEqualTo(shared);
  }

  @Test
  void aCompleteFileWithAWrongDigestIsRejectedForGood() throws IOException {
    // Given
    Files.write(shared.resolve("model.safetensors"), new byte[] {1, 2, 3, 5});

    // When / Then
    assertFails(() -> store(manifest("model.safetensors")), ErrorCode.CORRUPT_WEIGHTS);
  }

  @Test
  void aFileNameOutsideTheFolderIsRejectedForGood() throws IOException {
    // Given a file beside the version's folder
    Files.write(shared.resolveSibling("model.safetensors"), WEIGHTS);

    // When / Then
    assertFails(() -> store(manifest("../model.safetensors")), ErrorCode.CORRUPT_WEIGHTS);
    assertFails(
        () -> store(manifest(shared.resolveSibling("model.safetensors").toString())),
        ErrorCode.CORRUPT_WEIGHTS);
  }

  private WeightsBundle store(WeightsManifest manifest) {
    return cache.store(manifest, new ChunkAssembly());
  }

  private WeightsManifest manifest(String name) {
    WeightsManifest manifest = RunFixture.of("run").progress().manifest(7, WEIGHTS, 0);
    WeightsFile file = WeightsFile.newBuilder(manifest.getFiles().getFirst()).setName(name).build();
    return WeightsManifest.newBuilder(manifest)
        .setLocation(WeightsLocation.SHARED_FOLDER)
        .setFolder(shared.toString())
        .setFiles(List.of(file))
        .build();
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(HeadraceException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
