package io.headrace.rollout.builtin;

import io.headrace.pipeline.config.RolloutConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.policy.generation.GenerationRequest;
import io.headrace.rollout.backend.BackendStatus;
import io.headrace.rollout.backend.RolloutBackend;
import io.headrace.rollout.backend.SampleListener;
import io.headrace.rollout.backend.ServedModel;
import io.headrace.schemas.ServiceState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;

/**
 * Decoders in this process as one backend: {@code rollout.decoders} threads with {@code
 * rollout.slots} slots each. A request goes to the decoder with the fewest pending samples.
 */
public final class BuiltInBackend implements RolloutBackend {

  private record Member(DecoderThread decoder, ServiceThread thread) {}

  private final int slots;
  private final List<Member> members = new ArrayList<>();

  /** Creates the decoders; {@link #start} starts them. */
  public BuiltInBackend(RolloutConfig config, Clock clock) {
    this.slots = config.slots() * config.decoders();
    for (int i = 0; i < config.decoders(); i++) {
      var decoder =
          new DecoderThread(
              DecoderConfigs.execution(config), DecoderConfigs.decoder(config), clock);
      members.add(new Member(decoder, new ServiceThread("decoder-" + i, decoder)));
    }
  }

  @Override
  public void start(Duration deadline) {
    members.forEach(member -> member.thread().start(deadline));
  }

  @Override
  public void loadWeights(ServedModel model) {
    members.forEach(member -> member.decoder().loadWeights(model));
  }

  @Override
  public void submit(GenerationRequest request, SampleListener listener) {
    String problem = problem();
    if (!problem.isEmpty()) {
      throw new HeadraceException(ErrorCode.ENGINE_FAILED, problem);
    }
    if (version().isEmpty()) {
      throw new IllegalStateException(
          "[request=%s] no weights are loaded; submit it afterwards".formatted(request.id()));
    }
    members.stream()
        .map(Member::decoder)
        .min(Comparator.comparingInt(DecoderThread::pendingSamples))
        .orElseThrow()
        .submit(request, listener);
  }

  @Override
  public void cancel(String requestId) {
    members.forEach(member -> member.decoder().cancel(requestId));
  }

  @Override
  public BackendStatus status() {
    return new BackendStatus(
        version(),
        slots,
        sum(DecoderThread::busySlots),
        sum(DecoderThread::pendingSamples),
        members.stream().mapToLong(member -> member.decoder().drawnTokens()).sum(),
        stalled(),
        problem());
  }

  /** The oldest version that a decoder draws from, empty while one has none. */
  private OptionalLong version() {
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

  /** Each decode call draws tokens, so a decoder stalls for as long as its call lasts. */
  private Duration stalled() {
    return members.stream()
        .map(member -> member.decoder().inCall())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private String problem() {
    return members.stream()
        .map(Member::thread)
        .filter(thread -> thread.state() == ServiceState.FAILED)
        .map(ServiceThread::problem)
        .findFirst()
        .orElse("");
  }

  private int sum(ToIntFunction<DecoderThread> value) {
    return members.stream().map(Member::decoder).mapToInt(value).sum();
  }

  @Override
  public void close() {
    members.reversed().forEach(member -> member.thread().close());
  }
}
