package io.headrace.pipeline.lines;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a UTF-8 file that people write, one at a time, so that a line that is too long or no
 * UTF-8 costs that line alone. Ends of line are LF or CRLF; a byte-order mark at the start is
 * passed over. For one thread; does not close the stream.
 */
public final class TextLines {

  /** Longest line, in bytes. */
  public static final int LONGEST = 4 << 20;

  /**
   * A line.
   *
   * @param number from 1
   * @param text without its end; empty when the line can't be read
   * @param problem one clause: why it can't be read, else empty
   */
  public record Line(int number, String text, String problem) {

    /** Whether there is nothing on it. */
    public boolean isBlank() {
      return problem.isEmpty() && text.isBlank();
    }
  }

  private final InputStream in;
  private int number;

  /** The lines of a stream from where it stands. */
  public TextLines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** The next line, empty at the end. */
  public Optional<Line> next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long length = 0;
    int octet = in.read();
    if (octet < 0) {
      return Optional.empty();
    }
    for (; octet >= 0 && octet != '\n'; octet = in.read()) {
      if (length++ < LONGEST) {
        bytes.write(octet);
      }
    }
    number++;
    return Optional.of(line(bytes.toByteArray(), length));
  }

  private Line line(byte[] bytes, long length) {
    if (length > LONGEST) {
      return new Line(
          number, "", "the line has " + length + " bytes, more than the " + LONGEST + " allowed");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Line(number, withoutMarks(text), "");
    } catch (CharacterCodingException invalid) {
      return new Line(number, "", "the line is not UTF-8; save the file in UTF-8");
    }
  }

  private String withoutMarks(String text) {
    int start = number == 1 && text.startsWith("\ufeff") ? 1 : 0;
    int end = text.endsWith("\r") ? text.length() - 1 : text.length();
    return text.substring(start, Math.max(start, end));
  }
}
