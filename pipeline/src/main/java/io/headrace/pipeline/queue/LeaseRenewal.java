package io.headrace.pipeline.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the lease renewals that a member has acknowledged and determines which leases were kept
 * (KIP-1222).
 */
public final class LeaseRenewal {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewal.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration COMMIT_DEADLINE = Duration.ofSeconds(5);

  private LeaseRenewal() {}

  /**
   * Renewal result per record.
   *
   * @param kept records that this member still holds; leases of the others were lost
   * @param others newly acquired records, to be processed
   */
  public record Result(Set<RecordPosition> kept, List<ConsumerRecord<String, byte[]>> others) {}

  /**
   * Commits, then polls until the consumer returns the renewed records again, which it does in one
   * batch. When leases were lost, it may return other records instead, or a lost record as a new
   * delivery, which counts as kept.
   *
   * @param held records whose renewal was acknowledged
   * @param patience maximum wait
   */
  public static Result commit(
      ShareConsumer<String, byte[]> consumer, Set<RecordPosition> held, Duration patience) {
    var result = new Result(new HashSet<>(), new ArrayList<>());
    long start = System.nanoTime();
    boolean waiting = anyRenewed(consumer);
    while (waiting && System.nanoTime() - start < patience.toNanos()) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        RecordPosition position = RecordPosition.of(record);
        if (held.contains(position)) {
          result.kept().add(position);
        } else {
          result.others().add(record);
        }
        waiting = false;
      }
    }
    return result;
  }

  /** Whether the broker renewed leases on a partition, or may have done so. */
  private static boolean anyRenewed(ShareConsumer<String, byte[]> consumer) {
    var answers = consumer.commitSync(COMMIT_DEADLINE);
    answers.forEach(
        (partition, problem) ->
            problem.ifPresent(
                e -> LOG.info("[{}] leases not renewed: {}", partition, e.getMessage())));
    return answers.values().stream()
        .anyMatch(e -> e.isEmpty() || e.get() instanceof RetriableException);
  }
}
