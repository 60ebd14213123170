package io.headrace.curriculum.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.TasksConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskSourcesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"addition", "countdown", "letter-sorting", "knights-and-knaves"})
  void everyFamilySuppliesTheDemo(String family) {
    // Given the demo's defaults
    TasksConfig config =
        config("tasks.family=" + family, "tasks.demonstrations=500", "tasks.pool=1500");
    // When tasks are drawn
    TaskSupply supply = load(config, 400);
    // Then 400 are held out, and no prompt of them is trained on or demonstrated
    Set<String> heldOut = prompts(supply.pools().heldOut());
    assertThat(heldOut).hasSize(400);
    assertThat(prompts(supply.pools().train())).doesNotContainAnyElementsOf(heldOut);
    assertThat(prompts(supply.demonstrated())).doesNotContainAnyElementsOf(heldOut);
    assertThat(supply.demonstrated()).hasSize(500);
    assertThat(supply.pools().train()).hasSizeGreaterThan(1000).doesNotHaveDuplicates();
    // And the same configuration draws the same
    assertThat(load(config, 400)).isEqualTo(supply);
  }

  @Test
  void anotherSeedHoldsOutOtherTasks() {
    Set<String> one =
        prompts(load(config("tasks.seed=1", "tasks.demonstrations=0"), 400).pools().heldOut());
    Set<String> two =
        prompts(load(config("tasks.seed=2", "tasks.demonstrations=0"), 400).pools().heldOut());
    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void theSplitOfAFileDependsOnIdsAndSeedAlone() throws IOException {
    // Given a file and the same file in another order
    List<String> lines =
        IntStream.range(0, 50)
            .mapToObj(
                "{\"id\":\"t%1$d\",\"prompt\":\"p%1$d\",\"answer\":\"1\",\"verifier\":\"number\"}"
                    ::formatted)
            .collect(Collectors.toList());
    Path file = Files.write(folder.resolve("a.jsonl"), lines);
    Collections.reverse(lines);
    Path reversed = Files.write(folder.resolve("b.jsonl"), lines);
    // When both are split
    TaskSupply one = load(config("tasks.file=" + file), 10);
    TaskSupply two = load(config("tasks.file=" + reversed), 10);
    // Then the same tasks are held out
    assertThat(one.pools().heldOut()).hasSize(10);
    assertThat(prompts(two.pools().heldOut())).isEqualTo(prompts(one.pools().heldOut()));
    Set<String> both = new HashSet<>(prompts(one.pools().train()));
    both.retainAll(prompts(one.pools().heldOut()));
    assertThat(both).isEmpty();
  }

  @Test
  void aTaskOfTheHeldOutFileIsNeverTrainedOnEvenUnderAnotherId() throws IOException {
    Path file =
        tasks(
            "train.jsonl",
            task("a", "one"),
            task("b", "two"),
            task("b2", "two  "),
            task("c", "three"));
    Path held = tasks("held.jsonl", task("x", "two"), task("c", "four"));
    TaskSupply supply = load(config("tasks.file=" + file, "tasks.heldout-file=" + held), 400);
    assertThat(supply.pools().train()).extracting(CurriculumTask::id).containsExactly("a");
    assertThat(supply.pools().heldOut()).extracting(CurriculumTask::id).containsExactly("x", "c");
  }

  @Test
  void filesOfTheSameNameWithDifferentLinesLoseNothing() throws IOException {
    // Given train/gsm8k.jsonl and test/gsm8k.jsonl, whose lines have no ids
    Path train = gsm8k("train", "one", "two", "three");
    Path test = gsm8k("test", "four", "five", "six");
    // When a run trains on one and is measured on the other
    TaskSupply supply = load(config("tasks.file=" + train, "tasks.heldout-file=" + test), 400);
    // Then all of both are there
    assertThat(prompts(supply.pools().train())).hasSize(3);
    assertThat(prompts(supply.pools().heldOut())).hasSize(3);
    assertThat(supply.problems()).isEmpty();
  }

  @Test
  void aConversationThatIsHeldOutIsNotTrainedOn() throws IOException {
    // Given a conversation in both files, in one of them with other white space
    String line =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"answer\":\"2\",\"verifier\":\"number\"}";
    Path train = tasks("train.jsonl", line.formatted("one"), line.formatted("two  halves"));
    Path held = tasks("held.jsonl", line.formatted("two halves"), line.formatted("three"));

    // When
    TaskSupply supply = load(config("tasks.file=" + train, "tasks.heldout-file=" + held), 400);

    // Then
    assertThat(prompts(supply.pools().train())).containsExactly("User: one\n\nAssistant:");
    assertThat(supply.problems())
        .extracting(LineProblem::toString)
        .containsExactly(
            "%s:2: its conversation is held out for evaluation (%s:1), so it is not trained on"
                .formatted(train, held));
  }

  @Test
  void aTrainingLineThatIsHeldOutIsReportedAndNotTrainedOn() throws IOException {
    // Given a question, an id and a wording that are on both sides
    Path train = gsm8k("train", "one", "two", "three");
    Path test = gsm8k("test", "four", "two");
    Path own = tasks("own.jsonl", task("a", "five"), task("b", "six  "), task("c", "seven"));
    Path held = tasks("held.jsonl", task("a", "eight"), task("x", "six"));
    // When they are loaded
    TaskSupply questions = load(config("tasks.file=" + train, "tasks.heldout-file=" + test), 400);
    TaskSupply others = load(config("tasks.file=" + own, "tasks.heldout-file=" + held), 400);
    // Then each line that is not used is reported with both places
    assertThat(questions.pools().train()).hasSize(2);
    assertThat(questions.problems())
        .extracting(LineProblem::toString)
        .containsExactly(
            "%s:2: its prompt is held out for evaluation (%s:2), so it is not trained on"
                .formatted(train, test));
    assertThat(others.pools().train()).extracting(CurriculumTask::id).containsExactly("c");
    assertThat(others.problems())
        .extracting(LineProblem::toString)
        .containsExactly(
            "%s:1: its id 'a' is held out for evaluation (%s:1), so it is not trained on"
                .formatted(own, held),
            "%s:2: its prompt is held out for evaluation (%s:2), so it is not trained on"
                .formatted(own, held));
    // And with strict nothing runs
    assertThatThrownBy(
            () ->
                load(
                    config("tasks.file=" + own, "tasks.heldout-file=" + held, "tasks.strict=true"),
                    400))
        .hasMessageContaining("2 bad lines and tasks.strict is set")
        .hasMessageContaining(own + ":1: its id 'a' is held out");
  }

  @Test
  void aWordingThatTheSplitHoldsOutIsLeftOutByNameToo() throws IOException {
    // Given pairs of tasks that differ in white space alone
    List<String> lines = new ArrayList<>();
    for (int pair = 0; pair < 20; pair++) {
      lines.add(task("a" + pair, "task " + pair));
      lines.add(task("b" + pair, "task  " + pair));
    }
    Path file = tasks("tasks.jsonl", lines.toArray(String[]::new));
    // When some are held out
    TaskSupply supply = load(config("tasks.file=" + file), 10);
    // Then the others of those pairs are not used and counted
    int kept = supply.pools().train().size() + supply.pools().heldOut().size();
    assertThat(supply.problems()).isNotEmpty().hasSize(40 - kept);
    assertThat(supply.problems().getFirst().reason())
        .startsWith("its prompt is held out for evaluation (" + file + ":");
  }

  @Test
  void aFileThatIsMovedSortedOrAddedToKeepsTheIdsOfItsTasks() throws IOException {
    // Given a file, and in another folder the same lines in another order among more
    Path one = gsm8k("one", "a", "b", "c", "d");
    Path two = gsm8k("two", "x", "d", "c", "b", "a");
    // When both are loaded
    Map<String, String> before = idsByPrompt(load(config("tasks.file=" + one), 1));
    Map<String, String> after = idsByPrompt(load(config("tasks.file=" + two), 1));
    // Then each task has the id it had, and no two have the same
    assertThat(after).hasSize(5).containsAllEntriesOf(before);
    assertThat(new HashSet<>(after.values())).hasSize(5);
  }

  private static Map<String, String> idsByPrompt(TaskSupply supply) {
    return Stream.concat(supply.pools().train().stream(), supply.pools().heldOut().stream())
        .collect(Collectors.toMap(CurriculumTask::prompt, CurriculumTask::id));
  }

  private Path gsm8k(String side, String... questions) throws IOException {
    Path sideFolder = Files.createDirectories(folder.resolve(side));
    List<String> lines =
        Stream.of(questions)
            .map("{\"question\":\"%s?\",\"answer\":\"#### 1\"}"::formatted)
            .toList();
    return Files.write(sideFolder.resolve("gsm8k.jsonl"), lines);
  }

  @Test
  void withStrictOneBadLineStopsEverything() throws IOException {
    Path file = tasks("tasks.jsonl", task("a", "one"), "{}", task("b", "two"));
    assertThat(load(config("tasks.file=" + file), 1).problems()).hasSize(1);
    assertThatThrownBy(() -> load(config("tasks.file=" + file, "tasks.strict=true"), 1))
        .isInstanceOf(HeadraceException.class)
        .hasMessage(
            "[tasks] 1 bad line and tasks.strict is set, so nothing runs: %s:2: 'verifier' is missing; name the scorer of the task; correct them or leave strict out"
                .formatted(file));
  }

  @Test
  void tooFewTasksSayWhatToDo() throws IOException {
    Path file = tasks("tasks.jsonl", task("a", "one"), task("b", "two"));
    assertThatThrownBy(() -> load(config("tasks.file=" + file), 400))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("can't hold out 400 of 2 tasks and still train; hold out fewer");
    assertThatThrownBy(() -> load(config("tasks.file=" + folder.resolve("no")), 400))
        .hasMessageContaining("there is no such tasks file");
    assertThatThrownBy(() -> load(config("tasks.file=" + folder), 400))
        .hasMessageContaining("it is a folder; name a JSONL file of tasks");
    Path empty = tasks("empty.jsonl");
    assertThatThrownBy(() -> load(config("tasks.file=" + empty), 400))
        .hasMessageContaining("no task is left to train on; add tasks");
    assertThatThrownBy(() -> load(config("tasks.family=adition"), 400))
        .hasMessageContaining("there is no task family 'adition'; choose one of addition,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1f8b08000000 | it is compressed with gzip, expected lines of JSON; unpack it, as gunzip"
            + " does",
        "504152311504 | it is a Parquet file, expected lines of JSON; write its rows as lines of"
            + " JSON",
        "fffe7b000a00 | it is UTF-16 text, expected lines of JSON; save it in UTF-8",
        "7b00220061002200 | it is UTF-16 text, expected lines of JSON; save it in UTF-8"
      })
  void aFileOfSomethingElseIsNamedForWhatItIs(String hex, String problem) throws IOException {
    // Given a tasks file that is none
    Path file = folder.resolve("tasks.jsonl");
    Files.write(file, HexFormat.of().parseHex(hex));

    // When it is loaded, Then one sentence says what it is
    assertThatThrownBy(() -> load(config("tasks.file=" + file), 1))
        .isInstanceOfSatisfying(
            HeadraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_TASKS))
        .hasMessage("[%s] %s", file, problem);
  }

  @Test
  void aLinkThatLeadsNowhereIsNotCalledMissing() throws IOException {
    Path file = Files.createSymbolicLink(folder.resolve("tasks.jsonl"), Path.of("gone.jsonl"));
    assertThatThrownBy(() -> load(config("tasks.file=" + file), 1))
        .hasMessage(
            "[%s] it is a link to gone.jsonl, where nothing is; mend the link, or copy the file"
                + " itself, as cp -L does",
            file);
  }

  @Test
  void aFamilyThatTheModelCantReadIsRefusedAtOnce() {
    TaskCheck nothing = _ -> Optional.of("the model can't read 'prompt'");
    assertThatThrownBy(() -> TaskSources.load(config("tasks.family=countdown"), 10, nothing))
        .hasMessage("[tasks.family=countdown] the model can't read 'prompt'");
  }

  private static TaskSupply load(TasksConfig config, int heldOut) {
    return TaskSources.load(config, heldOut, TaskCheck.ANY);
  }

  private Path tasks(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private static String task(String id, String prompt) {
    return "{\"id\":\"%s\",\"prompt\":\"%s\",\"answer\":\"1\",\"verifier\":\"number\"}"
        .formatted(id, prompt);
  }

  private static Set<String> prompts(List<CurriculumTask> tasks) {
    return tasks.stream().map(CurriculumTask::prompt).collect(Collectors.toSet());
  }

  private static TasksConfig config(String... sets) {
    return ConfigLoader.load(Optional.empty(), Map.of(), List.of(sets)).config().tasks();
  }
}
