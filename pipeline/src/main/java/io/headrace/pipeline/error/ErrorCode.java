package io.headrace.pipeline.error;

/**
 * Stable names of failures, used as the metric tag, as the code in dead letters and in the command
 * line's output.
 */
public enum ErrorCode {
  UNREACHABLE_BROKER(Category.RETRIABLE),
  MISSING_TOPIC(Category.RETRIABLE),
  CLIENT_FENCED(Category.RETRIABLE),
  TIMED_OUT(Category.RETRIABLE),
  DISK_FAILED(Category.RETRIABLE),
  INCOMPLETE_WEIGHTS(Category.RETRIABLE),
  ENGINE_FAILED(Category.RETRIABLE),

  UNDECODABLE_RECORD(Category.BAD_RECORD),
  INVALID_EVENT(Category.BAD_RECORD),
  GROUP_WITHOUT_REQUEST(Category.BAD_RECORD),
  CORRUPT_WEIGHTS(Category.BAD_RECORD),
  TOO_MANY_DELIVERIES(Category.BAD_RECORD),
  PROMPT_TOO_LONG(Category.BAD_RECORD),
  REFUSED_RECORD(Category.BAD_RECORD),

  INVALID_CONFIG(Category.CALLER),
  SETTINGS_CHANGED(Category.CALLER),
  INVALID_INPUT(Category.CALLER),
  INVALID_MODEL(Category.CALLER),
  INVALID_TASKS(Category.CALLER),
  PORT_TAKEN(Category.CALLER),
  FOLDER_IN_USE(Category.CALLER),
  FENCED(Category.CALLER),
  BROKER_REFUSED(Category.CALLER),
  CORRUPT_CHECKPOINT(Category.CALLER),

  BUG(Category.BUG);

  /** Whether a retry can succeed, and where the fault lies. */
  public enum Category {
    /** The broker, the engine or the disk is not available now; a retry may succeed. */
    RETRIABLE,
    /** One record can't be used; it goes to the dead letters and the service continues. */
    BAD_RECORD,
    /** The request, the settings or the input is invalid; the user has to correct it. */
    CALLER,
    /** A bug in Headrace. */
    BUG
  }

  private final Category category;

  ErrorCode(Category category) {
    this.category = category;
  }

  /** Whether a retry can succeed, and where the fault lies. */
  public Category category() {
    return category;
  }
}
