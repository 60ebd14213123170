package io.headrace.pipeline.files;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Knows by its first bytes what a file is that was taken for something else. */
public final class FileKind {

  /** First bytes that are enough to know a file by. */
  public static final int BYTES = 512;

  /** Longer headers than this no safetensors file has, and shorter ones no text begins with. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final String DOWNLOAD_AGAIN = "download it again";

  private record Kind(String name, String remedy) {}

  private FileKind() {}

  /**
   * What a file is that has a certain form to have.
   *
   * @param first its first bytes, at most {@link #BYTES} of them are looked at
   * @return a clause such as "it is compressed with gzip, expected lines of JSON; unpack it, as
   *     gunzip does"; empty when the bytes may begin a file of that form
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
      return Optional.empty(); // Some lengths of a header look like another signature.
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

  /** The first eight bytes as the number that safetensors begins with. */
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
