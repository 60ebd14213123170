package io.headrace.pipeline.error;

/**
 * Stable names of what can go wrong: the tag of metrics, the code in dead letters and the text the
 * command line shows.
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

  /** Whether trying again can help, and whose fault it is. */
  public enum Category {
    /** The broker, the engine or the disk is not there now; the same again may work. */
    RETRIABLE,
    /** One record can't be used; it goes to the dead letters and the stream goes on. */
    BAD_RECORD,
    /** The caller asked for something that can't be done. */
    CALLER,
    /** Our mistake. */
    BUG
  }

  private final Category category;

  ErrorCode(Category category) {
    this.category = category;
  }

  /** Whether trying again can help, and whose fault it is. */
  public Category category() {
    return category;
  }
}
