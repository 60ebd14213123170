package io.headrace.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Describes an I/O failure in words; the exception's own message is often only the file's name. */
final class FolderProblem {

  private FolderProblem() {}

  static String of(IOException problem) {
    return switch (problem) {
      case AccessDeniedException e -> "this user may not write " + e.getFile();
      case FileAlreadyExistsException e -> e.getFile() + " is a file and not a folder";
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      default -> String.valueOf(problem.getMessage());
    };
  }
}
