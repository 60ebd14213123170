package io.headrace.curriculum.task;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headrace.pipeline.error.JsonProblem;
import io.headrace.pipeline.files.FileForm;
import io.headrace.pipeline.files.UserFile;
import io.headrace.pipeline.lines.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSONL file of tasks, one object per line: {@code id}, {@code prompt} or {@code messages},
 * {@code answer}, {@code verifier} or {@code scorers}, and optionally {@code demonstration}; other
 * fields are ignored. GSM8K's own lines ({@code question}, {@code answer}) are accepted too and
 * scored by {@code number}. A task without an id gets one from the file's name and its content
 * ({@link ContentId}).
 *
 * <p>A line that is not a usable task is a {@link LineProblem}; the other lines are still read.
 */
public final class TaskFile {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .without(JsonParser.Feature.AUTO_CLOSE_SOURCE);

  private final Path path;
  private final TaskLine lines;
  private final TaskCheck check;
  private final List<CurriculumTask> tasks = new ArrayList<>();
  private final List<LineProblem> problems = new ArrayList<>();
  private final Map<String, Integer> lineOfId = new HashMap<>();
  private final Map<String, Integer> lineOfPrompt = new HashMap<>();

  private TaskFile(Path path, TaskFileFormat format, TaskCheck check) {
    this.path = path;
    this.check = check;
    this.lines = new TaskLine(format, path.getFileName().toString());
  }

  /**
   * Content of a tasks file.
   *
   * @param tasks the usable tasks in file order, each id and prompt once
   * @param lines line number of each task by its id, from 1
   * @param problems one for each other line that is not blank
   */
  public record Reading(
      List<CurriculumTask> tasks, Map<String, Integer> lines, List<LineProblem> problems) {
    public Reading {
      tasks = List.copyOf(tasks);
      lines = Map.copyOf(lines);
      problems = List.copyOf(problems);
    }

    /** The line number of a task, from 1; 0 when it is not from the file. */
    int lineOf(CurriculumTask task) {
      return lines.getOrDefault(task.id(), 0);
    }
  }

  /**
   * Reads the file.
   *
   * @param check rejects tasks whose lines are well-formed but that can't be processed
   * @throws io.headrace.pipeline.files.UnusableFileException when the file has another format
   * @throws IOException when the file can't be opened or read
   */
  public static Reading read(Path path, TaskFileFormat format, TaskCheck check) throws IOException {
    return new TaskFile(path, format, check).read();
  }

  private Reading read() throws IOException {
    try (InputStream in = UserFile.open(path, FileForm.JSON_LINES)) {
      TextLines file = new TextLines(in);
      for (var line = file.next(); line.isPresent(); line = file.next()) {
        if (!line.get().isBlank()) {
          take(line.get());
        }
      }
    }
    return new Reading(tasks, lineOfId, problems);
  }

  private void take(TextLines.Line line) {
    try {
      CurriculumTask task = lines.read(parse(line));
      keep(task, line.number());
    } catch (MalformedLine malformed) {
      problems.add(
          new LineProblem(path.toString(), line.number(), String.valueOf(malformed.getMessage())));
    }
  }

  private static JsonNode parse(TextLines.Line line) throws MalformedLine {
    if (!line.problem().isEmpty()) {
      throw new MalformedLine(line.problem());
    }
    try {
      return JSON.readTree(line.text());
    } catch (JsonProcessingException wrong) {
      throw new MalformedLine("not JSON: " + JsonProblem.of(wrong));
    }
  }

  private void keep(CurriculumTask task, int number) throws MalformedLine {
    rejectDuplicate(task.promptKind(), task.prompt(), lineOfPrompt.get(task.prompt()));
    rejectDuplicate("id", task.id(), lineOfId.get(task.id()));
    Optional<String> problem = check.problemWith(task);
    if (problem.isPresent()) {
      throw new MalformedLine(problem.get());
    }
    lineOfId.put(task.id(), number);
    lineOfPrompt.put(task.prompt(), number);
    tasks.add(task);
  }

  private static void rejectDuplicate(
      String what, String value, @org.jspecify.annotations.Nullable Integer first)
      throws MalformedLine {
    if (first != null) {
      throw new MalformedLine(
          "duplicate " + what + " '" + shortened(value) + "', first seen on line " + first);
    }
  }

  private static String shortened(String value) {
    String oneLine = value.strip().replaceAll("\\s+", " ");
    return oneLine.length() <= 60 ? oneLine : oneLine.substring(0, 57) + "…";
  }
}
