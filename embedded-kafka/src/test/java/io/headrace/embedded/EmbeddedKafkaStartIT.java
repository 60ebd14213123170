package io.headrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headrace.embedded.EmbeddedKafkaException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedKafkaStartIT {
  @TempDir Path folder;

  @Test
  void reportsATakenPort() throws Exception {
    // Given
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = other.getLocalPort();

      // When
      var rejected = rejection(EmbeddedKafkaOptions.in(folder).withPort(port));

      // Then
      assertThat(rejected.reason()).isEqualTo(Reason.PORT_TAKEN);
      assertThat(rejected)
          .hasMessage(
              "[port=%d] another program listens on 127.0.0.1:%d; stop it, choose another port, or"
                  + " give 0 for any free one",
              port, port);
    }
    // and the folder is free again
    EmbeddedKafka.start(folder).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", ",", "-a b'c\"d", "50% of $HOME", "größe 数据"})
  void startsInAFolderOfAnyName(String name) {
    // Given
    Path odd = folder.resolve(name);

    // When it is started twice
    String first;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(odd)) {
      first = kafka.clusterId();
    }
    String second;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(odd)) {
      second = kafka.clusterId();
    }

    // Then its data is there
    assertThat(second).isEqualTo(first);
    assertThat(odd.resolve("log/__cluster_metadata-0")).isDirectory();
  }

  @Test
  void rejectsAFolderInUseByAnotherBroker() {
    // Given
    try (EmbeddedKafka first = EmbeddedKafka.start(folder)) {

      // When
      var rejected = rejection(EmbeddedKafkaOptions.in(folder));

      // Then
      assertThat(rejected.reason()).isEqualTo(Reason.FOLDER_LOCKED);
      assertThat(rejected).hasMessageContaining("[folder=" + folder + "]");
      assertThat(first.fault()).isEmpty();
    }
  }

  @Test
  void rejectsTheLogFolderOfAnotherKafka() throws Exception {
    // Given
    Files.writeString(folder.resolve("meta.properties"), "version=1\ncluster.id=x\nnode.id=7\n");

    // When
    var rejected = rejection(EmbeddedKafkaOptions.in(folder));

    // Then
    assertThat(rejected.reason()).isEqualTo(Reason.FOREIGN_FOLDER);
    assertThat(rejected).hasMessageContaining("another Kafka broker");
  }

  @Test
  void rejectsAFolderWhoseLogBelongsToAnotherNode() throws Exception {
    // Given
    EmbeddedKafka.start(folder).close();
    Path meta = folder.resolve("log/meta.properties");
    Files.writeString(meta, Files.readString(meta).replace("node.id=1", "node.id=7"));

    // When
    var rejected = rejection(EmbeddedKafkaOptions.in(folder));

    // Then
    assertThat(rejected.reason()).isEqualTo(Reason.FOREIGN_FOLDER);
    assertThat(rejected.getMessage()).containsPattern(Pattern.compile("node 7 of cluster .{22},"));
  }

  @Test
  void rejectsAFolderWithOtherFilesAndLeavesThemUnchanged() throws Exception {
    // Given
    Files.writeString(folder.resolve("thesis.txt"), "precious");

    // When
    var rejected = rejection(EmbeddedKafkaOptions.in(folder));

    // Then
    assertThat(rejected.reason()).isEqualTo(Reason.FOREIGN_FOLDER);
    assertThat(folder).isDirectoryContaining("glob:**thesis.txt");
    try (var entries = Files.list(folder)) {
      assertThat(entries).hasSize(1);
    }
  }

  @Test
  void reportsABrokerSettingThatKafkaRejects() {
    // When
    var rejected = rejection(EmbeddedKafkaOptions.in(folder).withSetting("num.io.threads", "0"));

    // Then
    assertThat(rejected.reason()).isEqualTo(Reason.START_FAILED);
    assertThat(rejected).hasMessageContainingAll("num.io.threads", "correct the broker setting");
  }

  @Test
  void closesTwice() {
    // Given
    EmbeddedKafka kafka = EmbeddedKafka.start(folder);
    kafka.close();

    // When
    kafka.close();

    // Then no exception is thrown and the folder is unlocked
    EmbeddedKafka.start(folder).close();
  }

  @Test
  void rejectsAnInvalidPort() {
    assertThatThrownBy(() -> EmbeddedKafkaOptions.in(folder).withPort(70_000))
        .hasMessage("port is 70000; give a port from 1 to 65535, or 0 for any free one");
  }

  private static EmbeddedKafkaException rejection(EmbeddedKafkaOptions options) {
    return catchThrowableOfType(
        EmbeddedKafkaException.class, () -> EmbeddedKafka.start(options).close());
  }
}
