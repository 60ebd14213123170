package io.headrace.console.view;

import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import java.util.Optional;

/**
 * The location of a weights version's tokenizer, which is needed to show tokens as text.
 *
 * @param folder the shared folder that contains it; empty when it is in the log
 * @param firstChunk position of its first chunk in the log
 */
public record TokenizerLocation(
    long weightsVersion,
    String sha256,
    String name,
    String folder,
    Position firstChunk,
    int chunks) {
  private static final String NAME = "tokenizer.json";

  static Optional<TokenizerLocation> of(Position manifest, WeightsManifest event) {
    return event.getFiles().stream()
        .filter(file -> file.getName().equals(NAME))
        .findFirst()
        .map(file -> of(manifest, event, file));
  }

  private static TokenizerLocation of(Position manifest, WeightsManifest event, WeightsFile file) {
    boolean shared = event.getLocation() == WeightsLocation.SHARED_FOLDER;
    return new TokenizerLocation(
        event.getVersion(),
        file.getSha256(),
        file.getName(),
        shared ? event.getFolder() : "",
        new Position(
            chunks(manifest, event), manifest.partition(), Math.max(0, file.getFirstChunkOffset())),
        file.getChunks());
  }

  private static String chunks(Position manifest, WeightsManifest event) {
    return event.getChunksTopic().isEmpty()
        ? manifest.topic()
        : event.getRun() + "." + event.getChunksTopic();
  }
}
