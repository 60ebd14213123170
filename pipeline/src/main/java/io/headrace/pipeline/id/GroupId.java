package io.headrace.pipeline.id;

/**
 * Id of a group of samples: {@code taskId.eEPOCH.NUMBER}. The key of all its events.
 *
 * @param value the id as written in events
 */
public record GroupId(String value) {

  public GroupId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a group id must not be empty");
    }
  }

  /**
   * The id of a request.
   *
   * @param taskId the task
   * @param epoch how often the task had been requested before
   * @param number number of the request within the run
   */
  public static GroupId of(String taskId, int epoch, long number) {
    return new GroupId(taskId + ".e" + epoch + "." + number);
  }

  /** The id of the group's sample with the given number. */
  public TraceId trace(int sample) {
    return new TraceId(value + "#" + sample);
  }

  @Override
  public String toString() {
    return value;
  }
}
