package io.headrace.pipeline.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.lines.TextLines.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TextLinesTest {

  @Test
  void aByteOrderMarkAndCarriageReturnsAreNoPartOfTheText() throws IOException {
    assertThat(lines("\ufeffone\r\n\r\ntwo \ufeff"))
        .containsExactly(
            new Line(1, "one", ""), new Line(2, "", ""), new Line(3, "two \ufeff", ""));
    assertThat(lines("\ufeff")).containsExactly(new Line(1, "", ""));
    assertThat(lines("")).isEmpty();
  }

  @Test
  void aLineThatIsNotUtf8IsReportedAndTheNextIsRead() throws IOException {
    // Given a line in Latin 1, and one that holds the replacement character as such
    byte[] bytes = "\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] more = "\ufffd fine\n".getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[bytes.length + more.length];
    System.arraycopy(bytes, 0, all, 0, bytes.length);
    System.arraycopy(more, 0, all, bytes.length, more.length);
    // Then only the first can't be read
    assertThat(lines(all))
        .containsExactly(
            new Line(1, "", "the line is not UTF-8; save the file in UTF-8"),
            new Line(2, "\ufffd fine", ""));
  }

  @Test
  void aLineThatIsTooLongIsReportedAndTheNextIsRead() throws IOException {
    List<Line> lines = lines("9".repeat(TextLines.LONGEST + 1) + "\nfine");
    assertThat(lines.getFirst().problem()).startsWith("the line has 4194305 bytes, more than");
    assertThat(lines.getLast()).isEqualTo(new Line(2, "fine", ""));
  }

  private static List<Line> lines(String text) throws IOException {
    return lines(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Line> lines(byte[] bytes) throws IOException {
    TextLines lines = new TextLines(new ByteArrayInputStream(bytes));
    List<Line> all = new ArrayList<>();
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      all.add(line.get());
    }
    return all;
  }
}
