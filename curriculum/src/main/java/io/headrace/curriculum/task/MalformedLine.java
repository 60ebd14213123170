package io.headrace.curriculum.task;

/** A line of a tasks file is not a task; the message is the reason, one clause. */
final class MalformedLine extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedLine(String reason) {
    super(reason);
  }
}
