package io.headrace.rollout.request;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.queue.AttemptRule;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.prompt.PromptEncoder;
import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.policy.tokenizer.TokenizerException;
import io.headrace.schemas.GroupRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides whether a record of the {@code tasks} topic is sampled. Pure.
 *
 * @param codec decodes the record
 * @param maxDeliveries {@code rollout.max-deliveries}: attempts to sample a request before it goes
 *     to the dead letters, because it may crash its workers
 * @param needed whether the run still uses a request's traces in its present phase
 */
public record RequestIntake(EventCodec codec, int maxDeliveries, Predicate<GroupRequest> needed) {

  /**
   * Decides how a record is treated.
   *
   * @param value the record's bytes
   * @param delivery how often it has been delivered, this time included
   * @param model the model that would sample it
   * @param tokenizer the model's tokenizer
   * @param whenSettled passed to the job
   */
  public RequestDisposition decide(
      byte[] value,
      int delivery,
      Instant now,
      ModelConfig model,
      Tokenizer tokenizer,
      Consumer<GroupJob> whenSettled) {
    try {
      GroupRequest request = codec.decode(value, GroupRequest.class);
      if (!now.isBefore(request.getDeadline())) {
        return new RequestDisposition.Unneeded(
            request.getGroupId(), "its deadline had passed when it was delivered");
      }
      if (!needed.test(request)) {
        return new RequestDisposition.Unneeded(request.getGroupId(), "no further step is taken");
      }
      int[] prompt = PromptEncoder.of(tokenizer).encode(request.getTask());
      if (prompt.length >= model.maxPositions()) {
        return tooLong(request, prompt.length, model.maxPositions());
      }
      Optional<String> badPrefix =
          ResponsePrefixes.problem(
              request, prompt.length, model.maxPositions(), model.vocabularySize());
      if (badPrefix.isPresent()) {
        return new RequestDisposition.Rejected(ErrorCode.INVALID_EVENT, badPrefix.get());
      }
      var job = new GroupJob(request, prompt, delivery, now, whenSettled);
      job.generation();
      return new RequestDisposition.Sample(job);
    } catch (HeadraceException e) {
      return new RequestDisposition.Rejected(e.code(), String.valueOf(e.getMessage()));
    } catch (TokenizerException e) {
      return new RequestDisposition.Rejected(
          ErrorCode.INVALID_EVENT, "the prompt can't be encoded: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return new RequestDisposition.Rejected(
          ErrorCode.INVALID_EVENT, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Rejects a redelivered request that has reached a limit.
   *
   * @param why which limit it reached
   * @param delivery how often it was delivered, this time included
   * @param attempts number of attempts to sample it
   */
  public RequestDisposition.Rejected rejectRedelivered(
      GroupRequest request, AttemptRule.Treatment why, int delivery, int attempts) {
    String reason =
        why == AttemptRule.Treatment.TOO_MANY_ATTEMPTS
            ? "[group=%s] it is not sampled after %d attempts in %d deliveries and %d attempts are allowed, so it may crash its workers; look at their logs, then raise rollout.max-deliveries or remove the task"
                .formatted(request.getGroupId(), attempts, delivery, maxDeliveries)
            : "[group=%s] it is not sampled after %d deliveries (attempts: %d) and the broker is about to archive it; look at the workers' logs for the reason why they crash or release requests"
                .formatted(request.getGroupId(), delivery, attempts);
    return new RequestDisposition.Rejected(ErrorCode.TOO_MANY_DELIVERIES, reason);
  }

  private static RequestDisposition tooLong(GroupRequest request, int tokens, int positions) {
    return new RequestDisposition.Rejected(
        ErrorCode.PROMPT_TOO_LONG,
        "[group=%s] its prompt has %d tokens and the model takes %d with the response; shorten it"
            .formatted(request.getGroupId(), tokens, positions));
  }
}
