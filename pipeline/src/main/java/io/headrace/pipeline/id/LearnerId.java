package io.headrace.pipeline.id;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Id of a learner within a run. Each learner has its own transactional id, weights versions, steps
 * and checkpoints; the names that the default learner uses carry no id.
 *
 * @param value 1 to 32 of {@code a-z 0-9 -}, starting with a letter
 */
public record LearnerId(String value) {

  private static final String SERVICE = "learner";
  private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** The learner of the policy. */
  public static final LearnerId DEFAULT = new LearnerId(SERVICE);

  public LearnerId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "learner id '%s' is not valid; use 1 to 32 lower-case letters, digits and hyphens, such as reward-model"
              .formatted(value));
    }
  }

  /** Whether it is the learner of the policy. */
  public boolean isDefault() {
    return equals(DEFAULT);
  }

  /** The learner that a service name of heartbeats belongs to; empty for other services. */
  public static Optional<LearnerId> ofService(String service) {
    if (service.equals(DEFAULT.service())) {
      return Optional.of(DEFAULT);
    }
    return Optional.of(service)
        .filter(name -> name.startsWith(SERVICE + "."))
        .map(name -> name.substring(SERVICE.length() + 1))
        .filter(id -> VALID.matcher(id).matches())
        .map(LearnerId::new);
  }

  /** Its name in heartbeats and dead letters: {@code learner} or {@code learner.<id>}. */
  public String service() {
    return isDefault() ? SERVICE : SERVICE + "." + value;
  }

  /**
   * Its transactional id and consumer group: {@code <run>.learner} or {@code <run>.learner.<id>}.
   */
  public String client(String run) {
    return run + "." + service();
  }

  /**
   * The prefix of the names of its topics {@code weights}, {@code weight-chunks} and {@code steps}:
   * {@code <run>} or {@code <run>.<id>}.
   */
  public String topics(String run) {
    return isDefault() ? run : run + "." + value;
  }

  /** The folder of its checkpoints and versions: the run's, or {@code learners/<id>} in it. */
  public Path folder(Path runFolder) {
    return isDefault() ? runFolder : runFolder.resolve("learners").resolve(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
