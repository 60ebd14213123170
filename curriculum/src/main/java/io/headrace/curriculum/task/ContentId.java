package io.headrace.curriculum.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of a task whose line has none: the name of its file and a hash of what the task asks. Two
 * tasks share it only when they are the same, whatever their files and lines; a file that is moved,
 * sorted or added to keeps the ids of its tasks.
 */
final class ContentId {

  private static final int LONGEST_NAME = 80;

  /** 80 bits: among a million tasks two meet by chance once in about 2·10^12 files. */
  private static final int BYTES = 10;

  private ContentId() {}

  /**
   * The id.
   *
   * @param fileName name of the tasks file, without its folder
   */
  static String of(String fileName, String prompt, String answer, String verifier) {
    MessageDigest digest = sha256();
    for (String part : new String[] {prompt, answer, verifier}) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return stem(fileName) + "-" + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static String stem(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String name =
        (dot > 0 ? fileName.substring(0, dot) : fileName).replaceAll("[\\s\\p{Cntrl}#]", "_");
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
