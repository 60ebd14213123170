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
 * Sends the renewals that a member has acknowledged, and finds out which leases were kept
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
   * @param kept records that are still leased here; the others were lost to another member
   * @param others records that are new here and are to be worked on
   */
  public record Result(Set<RecordPosition> kept, List<ConsumerRecord<String, byte[]>> others) {}

  /**
   * Commits, and waits until the consumer hands the renewed records out once more, all at once.
   * When leases were lost, it may hand out other records instead, or a lost one as a new delivery
   * of it; that one counts as kept.
   *
   * @param held records whose renewal was acknowledged
   * @param patience how long to wait at most
   */
  public static Result commit(
      ShareConsumer<String, byte[]> consumer, Set<RecordPosition> held, Duration patience) {
    var result = new Result(new HashSet<>(), new ArrayList<>());
    long start = System.nanoTime();
    boolean waiting = anyRenewed(consumer);
    while (waiting && System.nanoTime() - start < patience.toNanos()) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        RecordPosition place = RecordPosition.of(record);
        if (held.contains(place)) {
          result.kept().add(place);
        } else {
          result.others().add(record);
        }
        waiting = false;
      }
    }
    return result;
  }

  /** Whether the broker renewed leases on a partition, or may yet have done so. */
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
