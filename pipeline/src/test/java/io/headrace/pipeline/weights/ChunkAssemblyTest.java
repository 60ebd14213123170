package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsManifest;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChunkAssemblyTest {
  private static final ProgressFixture RUN = new ProgressFixture("r");

  @Test
  void joinsChunksInAnyOrderAndIgnoresCopies() {
    Seeds.forAll(
        100,
        random -> {
          // Given a file cut into chunks, some twice, in any order
          byte[] bytes = bytes(random, random.nextInt(1, 200));
          List<WeightsChunk> chunks = cut(bytes, random.nextInt(1, 40));
          int count = chunks.size();
          chunks.addAll(chunks.subList(0, random.nextInt(count + 1)));
          Collections.shuffle(chunks, new Random(random.nextLong()));

          // When
          ChunkAssembly assembly = new ChunkAssembly();
          chunks.forEach(assembly::add);

          // Then
          assertThat(assembly.complete(manifest(bytes, count)))
              .containsOnlyKeys("model.safetensors")
              .containsEntry("model.safetensors", bytes);
        });
  }

  @Test
  void aVersionWithoutOneOfItsChunksIsIncompleteAndNotCorrupt() {
    // Given
    byte[] bytes = bytes(new SplittableRandom(1), 100);
    List<WeightsChunk> chunks = cut(bytes, 30);
    ChunkAssembly assembly = new ChunkAssembly();
    chunks.stream().filter(chunk -> chunk.getIndex() != 2).forEach(assembly::add);

    // When / Then
    assertThatThrownBy(() -> assembly.complete(manifest(bytes, chunks.size())))
        .isInstanceOfSatisfying(
            HeadraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INCOMPLETE_WEIGHTS))
        .hasMessage(
            "[run=r weights=v1 file=model.safetensors] 3 of 4 chunks are present; the previous"
                + " version is used until the rest is there");
  }

  @Test
  void rejectsAnyFlippedBit() {
    Seeds.forAll(
        100,
        random -> {
          // Given
          byte[] bytes = bytes(random, 64);
          byte[] flipped = bytes.clone();
          flipped[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
          ChunkAssembly assembly = new ChunkAssembly();
          cut(flipped, 20).forEach(assembly::add);

          // When / Then
          assertThatThrownBy(() -> assembly.complete(manifest(bytes, 4)))
              .isInstanceOfSatisfying(HeadraceException.class, ChunkAssemblyTest::isCorrupt);
        });
  }

  @Test
  void hasAllWhenEveryChunkOfTheManifestWasAdded() {
    // Given
    byte[] bytes = bytes(new SplittableRandom(1), 10);
    ChunkAssembly assembly = new ChunkAssembly();
    assertThat(assembly.hasAll(RUN.manifest(1, bytes, 0))).isFalse();

    // When
    assembly.add(RUN.chunk(1, bytes));

    // Then
    assertThat(assembly.hasAll(RUN.manifest(1, bytes, 0))).isTrue();
    assertThat(assembly.hasAll(RUN.manifest(2, bytes, 0))).isFalse();
  }

  private static void isCorrupt(HeadraceException e) {
    assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_WEIGHTS);
  }

  private static byte[] bytes(SplittableRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<WeightsChunk> cut(byte[] bytes, int size) {
    int count = (bytes.length + size - 1) / size;
    List<WeightsChunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] piece = Arrays.copyOfRange(bytes, i * size, Math.min(bytes.length, (i + 1) * size));
      chunks.add(
          WeightsChunk.newBuilder(RUN.chunk(1, piece))
              .setIndex(i)
              .setCount(count)
              .setData(ByteBuffer.wrap(piece))
              .build());
    }
    return chunks;
  }

  private static WeightsManifest manifest(byte[] bytes, int chunks) {
    WeightsManifest one = RUN.manifest(1, bytes, 0);
    WeightsFile file = WeightsFile.newBuilder(one.getFiles().getFirst()).setChunks(chunks).build();
    return WeightsManifest.newBuilder(one).setFiles(List.of(file)).build();
  }
}
