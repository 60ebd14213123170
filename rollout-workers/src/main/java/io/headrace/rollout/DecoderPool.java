package io.headrace.rollout;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The decoders of a process. A job goes to the one with the fewest samples. */
final class DecoderPool implements AutoCloseable {

  private record Member(DecoderThread decoder, ServiceThread thread) {}

  private final Duration longestCall;
  private final List<Member> members = new ArrayList<>();
  private final AtomicReference<@Nullable ServedModel> newest = new AtomicReference<>();

  /**
   * Decoders that are not started yet.
   *
   * @param longestCall a decoder that is longer in one call has stopped for good
   */
  DecoderPool(int decoders, Duration longestCall, Supplier<DecoderThread> make) {
    this.longestCall = longestCall;
    for (int i = 0; i < decoders; i++) {
      DecoderThread decoder = make.get();
      members.add(new Member(decoder, new ServiceThread("decoder-" + i, decoder)));
    }
  }

  void start(Duration deadline) {
    members.forEach(member -> member.thread().start(deadline));
  }

  /** Lets all decoders serve a version from their next turn on. */
  void serve(ServedModel model) {
    newest.set(model);
    members.forEach(member -> member.decoder().serve(model));
  }

  /** The newest version that was given to the decoders. */
  Optional<ServedModel> model() {
    return Optional.ofNullable(newest.get());
  }

  /**
   * Queues a job.
   *
   * @throws HeadraceException ENGINE_FAILED when a decoder has stopped, so that nobody waits for it
   */
  void submit(GroupJob job) {
    requireAlive();
    members.stream()
        .map(Member::decoder)
        .min(Comparator.comparingInt(DecoderThread::load))
        .orElseThrow()
        .submit(job);
  }

  /** Throws when a decoder has stopped by itself. */
  void requireAlive() {
    String problem = problem();
    if (!problem.isEmpty()) {
      throw new HeadraceException(ErrorCode.ENGINE_FAILED, problem);
    }
  }

  /** Why a decoder has stopped by itself, or empty. */
  String problem() {
    return members.stream()
        .map(this::problem)
        .filter(sentence -> !sentence.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String problem(Member member) {
    if (member.thread().state() == ServiceState.FAILED) {
      return member.thread().problem();
    }
    Duration inCall = member.decoder().inCall();
    return inCall.compareTo(longestCall) <= 0
        ? ""
        : "a decoder has drawn no token for %d s, longer than curriculum.group-deadline and evaluation.deadline allow; restart the worker, or raise them if the machine is that slow"
            .formatted(inCall.toSeconds());
  }

  /** The oldest version that a decoder draws from, empty while one has none. */
  OptionalLong version() {
    long oldest = Long.MAX_VALUE;
    for (Member member : members) {
      OptionalLong version = member.decoder().version();
      if (version.isEmpty()) {
        return version;
      }
      oldest = Math.min(oldest, version.getAsLong());
    }
    return OptionalLong.of(oldest);
  }

  int busySlots() {
    return members.stream().mapToInt(member -> member.decoder().busySlots()).sum();
  }

  int pendingSamples() {
    return members.stream().mapToInt(member -> member.decoder().load()).sum();
  }

  @Override
  public void close() {
    members.reversed().forEach(member -> member.thread().close());
  }
}
