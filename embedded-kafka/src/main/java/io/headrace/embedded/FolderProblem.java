package io.headrace.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Says what a file system refused, where the exception itself often only names the file. */
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
