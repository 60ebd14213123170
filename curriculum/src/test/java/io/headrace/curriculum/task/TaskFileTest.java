package io.headrace.curriculum.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.headrace.schemas.Message;
import io.headrace.schemas.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskFileTest {

  @TempDir private Path folder;

  @Test
  void ownLinesAreReadWithOptionalIdAndDemonstration() throws IOException {
    // Given
    TaskFile.Reading reading =
        read(
            """
            {"id":"a","prompt":"1+1=","answer":"2","verifier":"addition","demonstration":"it is 2","level":3}

            {"prompt":"make 4","answer":{"numbers":[2,2],"target":4},"verifier":"countdown"}
            """);
    // Then structured golds reach the verifier as JSON, and a line without an id gets one
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.tasks())
        .extracting(CurriculumTask::task)
        .containsExactly(
            new Task("a", "1+1=", "2", "addition", List.of(), Map.of()),
            new Task(
                "tasks-9ae2576f53f9dc29faa2",
                "make 4",
                "{\"numbers\":[2,2],\"target\":4}",
                "countdown",
                List.of(),
                Map.of()));
    assertThat(reading.tasks().getFirst().demonstration()).contains("it is 2");
    assertThat(reading.tasks().getFirst().source()).isEqualTo("tasks.jsonl");
  }

  @Test
  void linesOfGsm8kAreAcceptedAsTheyAre() throws IOException {
    // Given a line as the data set has it
    Path file =
        write(
            """
            {"question":"Two robes?","answer":"It takes 2/2=<<2/2=1>>1 bolt.\\nSo 2+1=<<2+1=3>>1,003\\n#### 1,003"}
            """);
    // When it is read with a template
    TaskFile.Reading reading =
        TaskFile.read(file, new TaskFileFormat("Q: {question}\nA:", ""), TaskCheck.ANY);
    // Then the gold is what follows the mark, and the demonstration has no calculator notes
    CurriculumTask task = reading.tasks().getFirst();
    assertThat(task.task())
        .isEqualTo(
            new Task(
                "tasks-04f454713a96b49f365e",
                "Q: Two robes?\nA:",
                "1,003",
                "number",
                List.of(),
                Map.of()));
    assertThat(task.demonstration()).contains("It takes 2/2=1 bolt.\nSo 2+1=1,003\n#### 1,003");
  }

  @Test
  void badLinesAreReportedWithFileLineAndReasonAndTheRestIsRead() throws IOException {
    Path file =
        write(
            """
            {"id":"a","prompt":"1+1=","answer":"2","verifier":"addition"}
            {"id":"b","prompt":"1+2=","answer":
            {"id":"a","prompt":"1+3=","answer":"4","verifier":"addition"}
            {"id":"c","prompt":"1+1=","answer":"2","verifier":"addition"}
            {"id":"d","prompt":"1+4=","verifier":"addition"}
            {"id":"e","prompt":7,"answer":"5","verifier":"addition"}
            {"id":"f","prompt":"1+5=","answer":"6"}
            ["g"]
            {"id":"h h","prompt":"1+6=","answer":"7","verifier":"addition"}
            {"question":"How many?","answer":"four"}
            {"id":"i","id":"j","prompt":"1+7=","answer":"8","verifier":"addition"}
            {"id":"k","prompt":"1+8=","answer":"9","verifier":"addition"} trailing
            {"id":"l","prompt":"1+9=","answer":"10","verifier":" "}
            {"id":"z","prompt":"9+9=","answer":"18","verifier":"addition"}
            """);
    TaskFile.Reading reading = TaskFile.read(file, TaskFileFormat.plain(), TaskCheck.ANY);
    assertThat(reading.tasks()).extracting(CurriculumTask::id).containsExactly("a", "z");
    assertThat(reading.problems())
        .extracting(problem -> problem.line() + " " + problem.reason())
        .satisfiesExactly(
            p -> assertThat(p).startsWith("2 not JSON: "),
            p -> assertThat(p).isEqualTo("3 duplicate id 'a', first seen on line 1"),
            p -> assertThat(p).isEqualTo("4 duplicate prompt '1+1=', first seen on line 1"),
            p -> assertThat(p).isEqualTo("5 'answer' is missing"),
            p -> assertThat(p).isEqualTo("6 'prompt' has to be a string, found number"),
            p -> assertThat(p).startsWith("7 'verifier' is missing"),
            p -> assertThat(p).isEqualTo("8 expected a JSON object, found an array"),
            p -> assertThat(p).startsWith("9 'id' has white space"),
            p -> assertThat(p).startsWith("10 'answer' of a question has no '#### '"),
            p -> assertThat(p).startsWith("11 not JSON: Duplicate"),
            p -> assertThat(p).startsWith("12 not JSON: "),
            p -> assertThat(p).isEqualTo("13 'verifier' is blank"));
    assertThat(reading.problems().get(1))
        .hasToString(file + ":3: duplicate id 'a', first seen on line 1");
  }

  @Test
  void bytesThatAreNotUtf8AreAProblemOfTheirLine() throws IOException {
    Path file = folder.resolve("tasks.jsonl");
    byte[] bytes =
        "{\"id\":\"é\",\"prompt\":\"x\",\"answer\":\"y\",\"verifier\":\"v\"}\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, bytes);
    assertThat(TaskFile.read(file, TaskFileFormat.plain(), TaskCheck.ANY).problems())
        .singleElement()
        .extracting(LineProblem::reason)
        .isEqualTo("the line is not UTF-8; save the file in UTF-8");
  }

  @Test
  void aByteOrderMarkCarriageReturnsAndBlankLinesAreNoProblem() throws IOException {
    TaskFile.Reading reading =
        read(
            "\ufeff{\"prompt\":\"1+1=\",\"answer\":\"2\",\"verifier\":\"addition\"}\r\n\r\n  \r\n"
                + "{\"prompt\":\"1+2=\",\"answer\":\"3\",\"verifier\":\"addition\"}\r\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.tasks())
        .extracting(CurriculumTask::id)
        .containsExactly("tasks-51b110d6ca5311791c75", "tasks-43cee6af19501cb498ea");
  }

  @Test
  void aLineOfAHugeSizeCostsThatLineAlone() throws IOException {
    TaskFile.Reading reading =
        read(
            "{\"prompt\":\""
                + "9".repeat(5_000_000)
                + "\",\"answer\":\"2\",\"verifier\":\"addition\"}\n"
                + "{\"prompt\":\"1+2=\",\"answer\":3,\"verifier\":\"addition\"}\n");
    assertThat(reading.problems().getFirst().reason()).startsWith("the line has 5000");
    assertThat(reading.tasks()).extracting(CurriculumTask::prompt).containsExactly("1+2=");
  }

  @Test
  void aNumberKeepsItsDigits() throws IOException {
    TaskFile.Reading reading =
        read(
            """
            {"prompt":"a","answer":3.10,"verifier":"number"}
            {"prompt":"b","answer":12345678901234567890.5,"verifier":"number"}
            """);
    assertThat(reading.tasks())
        .extracting(task -> task.task().getAnswer())
        .containsExactly("3.10", "12345678901234567890.5");
  }

  @Test
  void aTaskThatTheCheckRejectsIsAProblemOfItsLine() throws IOException {
    // Given a check that knows one verifier
    TaskCheck check =
        task ->
            task.task().getVerifier().equals("addition")
                ? Optional.empty()
                : Optional.of("there is no scorer '" + task.task().getVerifier() + "'");
    Path file =
        write(
            """
            {"id":"a","prompt":"1+1=","answer":"2","verifier":"adition"}
            {"id":"a","prompt":"1+1=","answer":"2","verifier":"addition"}
            """);
    // When the file is read
    TaskFile.Reading reading = TaskFile.read(file, TaskFileFormat.plain(), check);
    // Then the line is reported, and a later one may have its id and prompt
    assertThat(reading.problems())
        .containsExactly(new LineProblem(file.toString(), 1, "there is no scorer 'adition'"));
    assertThat(reading.tasks()).hasSize(1);
  }

  @Test
  void columnsThatAreNullCountAsAbsent() throws IOException {
    // Given lines as tables are exported: every column on each line, null where there is nothing
    TaskFile.Reading reading =
        read(
            """
            {"id":null,"prompt":null,"question":"Two?","answer":"#### 2","verifier":null,"demonstration":null}
            {"id":"b","prompt":"1+1=","question":null,"answer":"2","verifier":"addition","demonstration":null}
            {"id":"c","prompt":"1+2=","question":null,"answer":null,"verifier":"addition"}
            {"id":"d","prompt":null,"question":null,"answer":"2","verifier":"addition"}
            {"id":"e","prompt":"1+3=","answer":"4","verifier":null}
            """);

    // Then the first two are tasks, and the others lack what is null
    assertThat(reading.tasks())
        .extracting(CurriculumTask::task)
        .containsExactly(
            new Task("tasks-28b8eb221bb844b2aafe", "Two?", "2", "number", List.of(), Map.of()),
            new Task("b", "1+1=", "2", "addition", List.of(), Map.of()));
    assertThat(reading.problems())
        .extracting(LineProblem::reason)
        .containsExactly(
            "'answer' is null",
            "'prompt' is null",
            "'verifier' is missing; name the scorer of the task");
  }

  @Test
  void halfACharacterAndNulAreProblemsOfTheirLine() throws IOException {
    // Given escapes that no text has, and a whole pair
    TaskFile.Reading reading =
        read(
            """
            {"prompt":"a\\ud83d=","answer":"2","verifier":"addition"}
            {"prompt":"b=","answer":"2\\u0000","verifier":"addition"}
            {"prompt":"c=","answer":"2","verifier":"addition","demonstration":"\\ude00"}
            {"prompt":"d\\ud83d\\ude00=","answer":"2","verifier":"addition"}
            """);

    // Then field and place are named, and the pair is a character
    assertThat(reading.problems())
        .extracting(LineProblem::reason)
        .containsExactly(
            "'prompt' has half a surrogate pair, \\ud83d, as character 2; write the character"
                + " whole, or remove it",
            "'answer' has a NUL as character 2; remove it",
            "'demonstration' has half a surrogate pair, \\ude00, as character 1; write the"
                + " character whole, or remove it");
    assertThat(reading.tasks()).extracting(CurriculumTask::prompt).containsExactly("d😀=");
  }

  @Test
  void aConversationIsReadAndShownAsTextWithRoleLabels() throws IOException {
    TaskFile.Reading reading =
        read(
            """
            {"id":"a","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"1+1?"}],"answer":"2","verifier":"number"}
            {"messages":[{"role":"user","content":"1+2?"}],"prompt":null,"question":"ignored","answer":"3","verifier":"number"}
            """);

    assertThat(reading.problems()).isEmpty();
    Task first = reading.tasks().getFirst().task();
    assertThat(first.getMessages())
        .containsExactly(new Message("system", "Be brief."), new Message("user", "1+1?"));
    assertThat(first.getPrompt()).isEqualTo("System: Be brief.\n\nUser: 1+1?\n\nAssistant:");
    assertThat(reading.tasks().getLast().prompt()).isEqualTo("User: 1+2?\n\nAssistant:");
  }

  @Test
  void eachMistakeInAConversationIsNamed() throws IOException {
    TaskFile.Reading reading =
        read(
            """
            {"prompt":"1+1=","messages":[{"role":"user","content":"1+1?"}],"answer":"2","verifier":"number"}
            {"messages":"1+1?","answer":"2","verifier":"number"}
            {"messages":[],"answer":"2","verifier":"number"}
            {"messages":["1+1?"],"answer":"2","verifier":"number"}
            {"messages":[{"role":"tool","content":"1+1?"}],"answer":"2","verifier":"number"}
            {"messages":[{"role":"system","content":"s"},{"role":"user"}],"answer":"2","verifier":"number"}
            {"messages":[{"role":"user","content":"1+1?"},{"role":"assistant","content":"2"}],"answer":"2","verifier":"number"}
            """);

    assertThat(reading.tasks()).isEmpty();
    assertThat(reading.problems())
        .extracting(LineProblem::reason)
        .containsExactly(
            "both 'prompt' and 'messages' are given; give only one of them",
            "'messages' has to be an array of messages, found string",
            "'messages' is empty; give at least one message of the user",
            "'messages[0]' has to be an object with 'role' and 'content', found string",
            "'messages[0].role' is 'tool'; choose system, user or assistant",
            "'messages[1].content' is missing",
            "the last of 'messages' has the role 'assistant'; end with a message of the user");
    assertThat(reading.problems().getFirst().toString()).contains("tasks.jsonl:1: both 'prompt'");
  }

  @Test
  void aConversationHasAnIdFromItsContentAndIsADuplicateOfTheSameText() throws IOException {
    // Given two conversations that differ in a role only, and one of them again
    TaskFile.Reading reading =
        read(
            """
            {"messages":[{"role":"system","content":"a"},{"role":"user","content":"b"}],"answer":"2","verifier":"number"}
            {"messages":[{"role":"assistant","content":"a"},{"role":"user","content":"b"}],"answer":"2","verifier":"number"}
            {"id":"c","messages":[{"role":"system","content":"a"},{"role":"user","content":"b"}],"answer":"2","verifier":"number"}
            """);

    assertThat(reading.tasks())
        .extracting(CurriculumTask::id)
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.startsWith("tasks-"));
    assertThat(reading.problems())
        .containsExactly(
            new LineProblem(
                folder.resolve("tasks.jsonl").toString(),
                3,
                "duplicate conversation 'System: a User: b Assistant:', first seen on line 1"));
  }

  @Test
  void aTaskMayNameSeveralScorersWithWeights() throws IOException {
    TaskFile.Reading reading =
        read(
            """
            {"prompt":"1+1=","answer":"2","scorers":{"number":0.8,"addition":0.2}}
            {"prompt":"1+2=","answer":"3","scorers":["number","addition"]}
            {"prompt":"1+3=","answer":"4","scorers":["number"]}
            {"question":"Two?","answer":"#### 2","scorers":{"number":3,"addition":1}}
            """);

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.tasks())
        .extracting(each -> each.task().getVerifier(), each -> each.task().getScorerWeights())
        .containsExactly(
            tuple("number", Map.of("number", 0.8, "addition", 0.2)),
            tuple("addition", Map.of("number", 1.0, "addition", 1.0)),
            tuple("number", Map.of()),
            tuple("number", Map.of("number", 3.0, "addition", 1.0)));
  }

  @Test
  void theIdOfATaskDependsOnItsScorers() throws IOException {
    TaskFile.Reading one = read("{\"prompt\":\"1=\",\"answer\":\"1\",\"verifier\":\"number\"}");
    TaskFile.Reading same = read("{\"prompt\":\"1=\",\"answer\":\"1\",\"scorers\":[\"number\"]}");
    TaskFile.Reading two =
        read("{\"prompt\":\"1=\",\"answer\":\"1\",\"scorers\":{\"number\":2,\"addition\":1}}");

    assertThat(same.tasks()).isEqualTo(one.tasks());
    TaskFile.Reading weights =
        read("{\"prompt\":\"1=\",\"answer\":\"1\",\"scorers\":{\"number\":3,\"addition\":1}}");
    assertThat(List.of(one, two, weights))
        .extracting(each -> each.tasks().getFirst().id())
        .doesNotHaveDuplicates();
  }

  @Test
  void eachMistakeInScorersIsNamed() throws IOException {
    TaskFile.Reading reading =
        read(
            """
            {"prompt":"a","answer":"2","verifier":"number","scorers":["number"]}
            {"prompt":"b","answer":"2","scorers":"number"}
            {"prompt":"c","answer":"2","scorers":[]}
            {"prompt":"d","answer":"2","scorers":["number","number"]}
            {"prompt":"e","answer":"2","scorers":[1]}
            {"prompt":"f","answer":"2","scorers":{"number":"0.8"}}
            {"prompt":"g","answer":"2","scorers":{"number":1,"addition":-0.5}}
            {"prompt":"h","answer":"2","scorers":{"number":0,"addition":0}}
            """);

    assertThat(reading.tasks()).isEmpty();
    assertThat(reading.problems())
        .extracting(LineProblem::reason)
        .containsExactly(
            "both 'verifier' and 'scorers' are given; give only one of them",
            "'scorers' has to be an object of weights by scorer or an array of scorers, found"
                + " string",
            "'scorers': no scorer is named; name at least one",
            "'scorers' names 'number' twice",
            "'scorers' has to be an array of names, found number in it",
            "the weight of scorer 'number' in 'scorers' has to be a number, found string",
            "'scorers': scorer 'addition' has the weight -0.5; give it a finite weight of 0 or"
                + " more",
            "'scorers': all scorers have the weight 0; give at least one a positive weight");
  }

  @Test
  void aMissingFileIsAnError() {
    assertThatThrownBy(
            () -> TaskFile.read(folder.resolve("no.jsonl"), TaskFileFormat.plain(), TaskCheck.ANY))
        .isInstanceOf(NoSuchFileException.class);
  }

  private TaskFile.Reading read(String lines) throws IOException {
    return TaskFile.read(write(lines), TaskFileFormat.plain(), TaskCheck.ANY);
  }

  private Path write(String lines) throws IOException {
    return Files.writeString(folder.resolve("tasks.jsonl"), lines);
  }
}
