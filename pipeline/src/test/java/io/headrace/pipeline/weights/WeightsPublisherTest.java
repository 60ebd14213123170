package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.config.ByteSize;
import io.headrace.pipeline.config.WeightsConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.Stage;
import io.headrace.testkit.RunFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsPublisherTest {

  @TempDir Path folder;

  @Test
  void aSharedFolderThatCanNotBeWrittenIsNamedWithItsSetting() throws IOException {
    // Given a file where the shared folder should be
    Path model = Files.createDirectory(folder.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    Path shared = Files.writeString(folder.resolve("shared"), "");
    WeightsConfig config =
        new WeightsConfig(new ByteSize(0), new ByteSize(1024), Optional.of(shared), 2);
    var release =
        new WeightsPublisher.Release(
            new WeightsVersion(7), 7, Stage.RL, 1, "step-7", RunFixture.START);
    KafkaClients kafka = new KafkaClients("127.0.0.1:9", Map.of(), EventCodec.released());
    try (EventProducer producer = kafka.producer()) {
      WeightsPublisher publisher = new WeightsPublisher(producer, "r", config, shared.resolve("r"));

      // When / Then
      assertThatThrownBy(() -> publisher.publish(release, model))
          .isInstanceOfSatisfying(
              HeadraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FAILED))
          .hasMessageStartingWith(
              "[run=r weights=v7] publishing %s to %s failed: ", model, shared.resolve("r"))
          .hasMessageMatching(".* failed: [^;]+; name a folder that .*")
          .hasMessageEndingWith(
              "; name a folder that the learner may write with weights.shared-folder");
    }
  }
}
