package io.headrace.pipeline.files;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Identifies a file of an unexpected format by its first bytes. */
public final class FileKind {

  /** Number of first bytes that suffice to identify a format. */
  public static final int BYTES = 512;

  /** Maximum length of a safetensors header; read as a length, the start of any text is longer. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final String DOWNLOAD_AGAIN = "download it again";

  private record Kind(String name, String remedy) {}

  private FileKind() {}

  /**
   * Identifies a file whose first bytes do not fit the expected format.
   *
   * @param first its first bytes, up to {@link #BYTES}
   * @return a clause such as "it is compressed with gzip, expected lines of JSON; unpack it, as
   *     gunzip does"; empty when a file of that format may start with these bytes
   */
  public static Optional<String> mistaken(byte[] first, FileForm expected) {
    return kind(first, expected)
        .map(kind -> "it is %s; %s".formatted(found(kind.name(), expected), kind.remedy()));
  }

  private static String found(String kind, FileForm expected) {
    return expected == FileForm.SAFETENSORS
        ? "not a safetensors file but " + kind
        : kind + ", expected " + expected.noun();
  }

  private static Optional<Kind> kind(byte[] first, FileForm expected) {
    if (expected == FileForm.SAFETENSORS && isTensors(first)) {
      return Optional.empty(); // A header length may coincide with another format's signature.
    }
    Optional<Kind> signed =
        Signature.of(first).map(found -> new Kind(found.kind(), found.remedy()));
    if (signed.isPresent()) {
      return signed;
    }
    if (isMarkup(first)) {
      return Optional.of(
          new Kind(
              "an HTML page, as servers send instead of a file",
              DOWNLOAD_AGAIN + ", signed in where its page wants that"));
    }
    return expected.isText() ? notText(first) : notTensors(first);
  }

  private static Optional<Kind> notText(byte[] first) {
    int zeros = zeros(first);
    if (zeros == 0) {
      return Optional.empty();
    }
    if (zeros == first.length) {
      return Optional.of(new Kind("only zero bytes", DOWNLOAD_AGAIN));
    }
    if (isTensors(first)) {
      return Optional.of(new Kind("a safetensors file", "name the file that was meant"));
    }
    boolean everyOther = zeros >= first.length / 2 - 1 && zeros <= first.length / 2 + 1;
    return Optional.of(
        everyOther
            ? new Kind("UTF-16 text", "save it in UTF-8")
            : new Kind("binary data", "name the file that was meant"));
  }

  private static Optional<Kind> notTensors(byte[] first) {
    if (first.length >= 8 && zeros(first) == first.length) {
      return Optional.of(new Kind("only zero bytes", DOWNLOAD_AGAIN));
    }
    boolean text = first.length >= 8 && zeros(first) == 0 && headerLength(first) > LONGEST_HEADER;
    for (byte octet : first) {
      text &= octet >= ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }
    return text ? Optional.of(new Kind("text", DOWNLOAD_AGAIN)) : Optional.empty();
  }

  private static boolean isTensors(byte[] first) {
    return first.length > 8 && first[8] == '{' && headerLength(first) <= LONGEST_HEADER;
  }

  private static boolean isMarkup(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    String start = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    return start.startsWith("<!doctype html")
        || start.startsWith("<html")
        || start.startsWith("<?xml")
        || start.startsWith("<head");
  }

  /** The first eight bytes as the header length of a safetensors file, in little-endian order. */
  private static long headerLength(byte[] first) {
    long length = 0;
    for (int i = Math.min(8, first.length) - 1; i >= 0; i--) {
      length = length << 8 | (first[i] & 0xff);
    }
    return length < 0 || first.length < 8 ? Long.MAX_VALUE : length;
  }

  private static int zeros(byte[] first) {
    int zeros = 0;
    for (byte octet : first) {
      zeros += octet == 0 ? 1 : 0;
    }
    return zeros;
  }
}
