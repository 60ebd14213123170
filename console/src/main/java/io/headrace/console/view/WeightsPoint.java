package io.headrace.console.view;

import io.headrace.schemas.Stage;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsManifest;
import java.time.Instant;

/** A published weights version. */
public record WeightsPoint(
    long version,
    long step,
    Stage stage,
    long bytes,
    long parameters,
    String checkpoint,
    String position,
    Instant at) {
  static WeightsPoint of(Position position, WeightsManifest event) {
    return new WeightsPoint(
        event.getVersion(),
        event.getStep(),
        event.getStage(),
        event.getFiles().stream().mapToLong(WeightsFile::getSize).sum(),
        event.getParameters(),
        event.getCheckpoint(),
        position.toString(),
        event.getPublishedAt());
  }
}
