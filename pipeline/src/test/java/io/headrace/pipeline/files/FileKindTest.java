package io.headrace.pipeline.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {

  private static final String LINE = "{\"prompt\":\"1+1=\",\"answer\":\"2\"}\n";

  @Test
  void archivesAreReportedWithTheCommandToUnpackThem() throws IOException {
    // Given lines that Java packed
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(bytes(LINE));
    }
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("tasks.jsonl"));
      out.write(bytes(LINE));
    }

    // Then
    assertThat(mistaken(gzip.toByteArray()))
        .isEqualTo("it is compressed with gzip, expected lines of JSON; unpack it, as gunzip does");
    assertThat(mistaken(zip.toByteArray())).startsWith("it is a zip archive, expected lines of");
  }

  @ParameterizedTest
  @CsvSource({
    "28b52ffd0458, compressed with Zstandard",
    "fd377a585a0000, compressed with xz",
    "425a6839314159, compressed with bzip2",
    "504152311504, a Parquet file",
    "4152524f573100, an Arrow file",
    "4747554603000000, a GGUF file",
    "80027d7100, a Python pickle",
    "0000000000000000, only zero bytes",
    "7b0a00ff00017b0a00ff0001, binary data"
  })
  void formatsAreIdentifiedByTheirSignature(String hex, String kind) {
    assertThat(mistaken(HexFormat.of().parseHex(hex)))
        .startsWith("it is " + kind + ", expected lines of JSON; ");
  }

  @ParameterizedTest
  @EnumSource
  void aGitLfsPointerIsIdentifiedForEveryExpectedForm(FileForm expected) {
    // Given the pointer file of a clone without git-lfs
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 988097824\n";

    // Then
    assertThat(FileKind.mistaken(bytes(pointer), expected).orElse(""))
        .contains("a Git LFS pointer and not the file it points to")
        .endsWith("; fetch that with 'git lfs pull', or download the file itself");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<!DOCTYPE html>\n<html>", " \n<html lang=en>", "\ufeff<?xml version='1.0'?>"})
  void anHtmlPageIsIdentified(String page) {
    assertThat(mistaken(bytes(page)))
        .startsWith("it is an HTML page, as servers send instead of a");
    assertThat(FileKind.mistaken(bytes(page), FileForm.SAFETENSORS)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void textInAnotherEncodingIsIdentified(String charset) {
    assertThat(mistaken(LINE.getBytes(Charset.forName(charset)))).contains("save it in UTF-8");
  }

  @Test
  void textInsteadOfTensorsIsIdentified() {
    assertThat(FileKind.mistaken(bytes("Entry not found"), FileForm.SAFETENSORS))
        .contains("it is not a safetensors file but text; download it again");
    assertThat(mistaken(tensors(64)))
        .startsWith("it is a safetensors file, expected lines of JSON");
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 0x0280, 0x8b1f, 0xfeff, 100_000_000})
  void tensorsAreAcceptedForAnyHeaderLength(long length) {
    assertThat(FileKind.mistaken(tensors(length), FileForm.SAFETENSORS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", LINE, "\ufeff{}", "[1]", "# a comment\nrun: a\n", "ÄÖ 漢字 😀"})
  void textIsAccepted(String text) {
    assertThat(FileKind.mistaken(bytes(text), FileForm.JSON_LINES)).isEmpty();
    assertThat(FileKind.mistaken(bytes(text), FileForm.YAML)).isEmpty();
  }

  private static byte[] tensors(long length) {
    return ByteBuffer.allocate(40)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(bytes("{\"__metadata__\":{\"format\":\"pt\"}}"))
        .array();
  }

  private static String mistaken(byte[] bytes) {
    return FileKind.mistaken(bytes, FileForm.JSON_LINES).orElse("");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
