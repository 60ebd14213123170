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
 * Reads a UTF-8 file line by line. A line that is too long or not UTF-8 is returned with its
 * problem, and reading continues after it. Lines end with LF or CRLF; a byte-order mark at the
 * start is skipped. For one thread; does not close the stream.
 */
public final class TextLines {

  /** Maximum length of a line, in bytes. */
  public static final int LONGEST = 4 << 20;

  /**
   * A line.
   *
   * @param number from 1
   * @param text without its line terminator; empty when the line can't be read
   * @param problem why the line can't be read, as one clause; else empty
   */
  public record Line(int number, String text, String problem) {

    /** Whether the line was read and contains only white space. */
    public boolean isBlank() {
      return problem.isEmpty() && text.isBlank();
    }
  }

  private final InputStream in;
  private int number;

  /** Reads from the stream's current position. */
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
