package io.headrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VendoredFilesTest {
  private static final Path WEB = Path.of("src/main/resources/web");
  private static final Path VENDOR = WEB.resolve("vendor");

  @Test
  void haveTheListedChecksums() throws Exception {
    // Given the list of checksums
    Map<String, String> listed = new TreeMap<>();
    for (String line : Files.readAllLines(VENDOR.resolve("checksums.sha256"))) {
      listed.put(line.substring(line.indexOf("./") + 2), line.substring(0, 64));
    }
    // When the checksums of the files are computed
    Map<String, String> found = new TreeMap<>();
    for (Path file : files(VENDOR)) {
      found.put(VENDOR.relativize(file).toString(), sha256(file));
    }
    // Then they are equal
    found.remove("checksums.sha256");
    found.remove("README.md");
    assertThat(found).isEqualTo(listed);
  }

  @Test
  void theDocumentHasNoInlineCodeAndNothingFromOtherHosts() throws IOException {
    // Given the document
    String document = Files.readString(WEB.resolve("index.html"));
    // When it is searched for inline scripts, styles, handlers and other hosts
    // Then there are none
    assertThat(document)
        .doesNotContainPattern("<script>|<style|style=|\\son[a-z]+=|https?:")
        .contains("/js/app.js");
  }

  private static Iterable<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
