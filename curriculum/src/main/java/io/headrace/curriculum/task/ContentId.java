package io.headrace.curriculum.task;

import io.headrace.schemas.Task;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * The id of a task whose line has none: the name of its file and a hash of the task's content. Only
 * equal tasks of a file have the same id; moving the file, sorting its lines or adding lines
 * changes no id.
 */
final class ContentId {

  private static final int LONGEST_NAME = 80;

  /** 80 bits: the chance that two of a million tasks have the same hash is 4·10^-13. */
  private static final int BYTES = 10;

  private ContentId() {}

  /**
   * The id.
   *
   * @param fileName name of the tasks file, without its folder
   * @param task with all but its id
   */
  static String of(String fileName, Task.Builder task) {
    MessageDigest digest = sha256();
    for (String part : content(task)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return stem(fileName) + "-" + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  /**
   * The prompt of a conversation contains its messages. With one scorer, weights are not hashed.
   */
  private static List<String> content(Task.Builder task) {
    List<String> parts = new ArrayList<>();
    parts.add(task.getPrompt());
    parts.add(task.getAnswer());
    parts.add(task.getVerifier());
    new TreeMap<>(task.getScorerWeights())
        .forEach(
            (scorer, weight) -> {
              parts.add(scorer);
              parts.add(weight.toString());
            });
    return parts;
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
