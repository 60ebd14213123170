package io.headrace.rollout;

import io.headrace.pipeline.queue.LeasedWork;
import io.headrace.rollout.request.GroupJob;
import io.headrace.rollout.request.RequestOutcome;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.AcknowledgeType;

/**
 * A record of the {@code tasks} topic while a consumer holds it. Owned by the consumer's thread.
 */
sealed interface TaskWork extends LeasedWork {

  /** A record that is not sampled; it is acknowledged at once. */
  record Done(AcknowledgeType acknowledgement) implements TaskWork {

    @Override
    public Optional<AcknowledgeType> end() {
      return Optional.of(acknowledgement);
    }

    @Override
    public void abandon() {}
  }

  /** A request that is sampled; it is acknowledged when its job is settled. */
  final class InProgress implements TaskWork {

    private final GroupJob job;
    private final BiFunction<GroupJob, RequestOutcome, AcknowledgeType> whenSettled;
    private Optional<AcknowledgeType> end = Optional.empty();

    /**
     * Work that ends when the job is settled.
     *
     * @param whenSettled called once when the record is acknowledged for the job's outcome
     */
    InProgress(GroupJob job, BiFunction<GroupJob, RequestOutcome, AcknowledgeType> whenSettled) {
      this.job = job;
      this.whenSettled = whenSettled;
    }

    GroupJob job() {
      return job;
    }

    /** Sets how the record is acknowledged, whatever the outcome of the job. */
    void endAs(AcknowledgeType acknowledgement) {
      end = Optional.of(acknowledgement);
    }

    @Override
    public Optional<AcknowledgeType> end() {
      if (end.isEmpty()) {
        end = job.outcome().map(outcome -> whenSettled.apply(job, outcome));
      }
      return end;
    }

    /** Drops this worker's samples of the request; another worker samples it. */
    @Override
    public void abandon() {
      job.settle(RequestOutcome.NOT_SENT);
    }

    /** Whether this consumer has finished its work for the record. */
    boolean isOver() {
      return end.isPresent() || job.outcome().isPresent();
    }
  }
}
