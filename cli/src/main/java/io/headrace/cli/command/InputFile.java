package io.headrace.cli.command;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.files.FileForm;
import io.headrace.pipeline.files.UnusableFileException;
import io.headrace.pipeline.files.UserFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens the input file of a command; {@code -} is stdin. */
final class InputFile {

  private InputFile() {}

  /** Opens the file as bytes. */
  static InputStream bytes(Path file) {
    try {
      return file.toString().equals("-")
          ? UserFile.checked(System.in, FileForm.JSON_LINES)
          : UserFile.open(file, FileForm.JSON_LINES);
    } catch (UnusableFileException e) {
      throw invalid("[%s] %s".formatted(file, e.clause()), e);
    } catch (NoSuchFileException e) {
      throw invalid("[%s] there is no such file; name an existing one or -".formatted(file), e);
    } catch (AccessDeniedException e) {
      throw invalid(
          "[%s] can't be read; give this user the permission to read it".formatted(file), e);
    } catch (IOException e) {
      throw invalid("[%s] can't be read: %s".formatted(file, FileProblem.of(e)), e);
    }
  }

  /** Opens the file as UTF-8 lines. */
  static BufferedReader open(Path file) {
    return new BufferedReader(new InputStreamReader(bytes(file), StandardCharsets.UTF_8));
  }

  private static HeadraceException invalid(String message, IOException cause) {
    return new HeadraceException(ErrorCode.INVALID_INPUT, message, cause);
  }
}
