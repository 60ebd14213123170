package io.headrace.pipeline.error;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Describes an I/O failure in words; the exception's own message is often only the file's name. */
public final class FileProblem {

  private static final String FULL = "its disk is full; free space there";

  private FileProblem() {}

  /** One clause without the file's name, such as "this user may not read or write it". */
  public static String of(IOException problem) {
    return switch (problem) {
      case AccessDeniedException _ -> "this user may not read or write it";
      case NoSuchFileException _ -> "there is no such file or folder";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case IOException e when FullDisk.isBehind(e) -> FULL;
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default ->
          Objects.requireNonNullElse(problem.getMessage(), problem.getClass().getSimpleName());
    };
  }
}
