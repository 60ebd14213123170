package io.headrace.reward.streams;

import static io.headrace.reward.SampleEvents.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.reward.assembly.AssemblyRules;
import io.headrace.reward.assembly.GroupComposer;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.ScoredGroup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class AssemblerOutputTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final EventCodec CODEC = EventCodec.released();

  private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
  private final AssemblerOutput output = new AssemblerOutput(resources(), context);

  @Test
  void requestsACommitOnceAfterGroups() {
    // Given
    output.commitGroups();
    assertThat(context.committed()).isFalse();
    ScoredGroup group = GroupComposer.drop(request("t1.e0.1", 2), "no trace was received", NOW);
    GroupOutcome outcome = GroupOutcomes.of(group, 0, Map.of());

    // When
    output.writeGroup(group, CODEC.encode(group), outcome);
    assertThat(context.committed()).as("groups are committed together").isFalse();
    output.commitGroups();

    // Then
    assertThat(context.committed()).isTrue();
    context.resetCommit();
    output.commitGroups();
    assertThat(context.committed()).isFalse();
  }

  @Test
  void requestsNoCommitAfterADeadLetterOnly() {
    // Given
    SourceRecord origin = new SourceRecord("run.traces", 0, 7, null, new byte[] {1});

    // When
    output.deadLetter(origin, ErrorCode.UNDECODABLE_RECORD, "it is no event", NOW);
    output.commitGroups();

    // Then
    assertThat(context.forwarded()).hasSize(1);
    assertThat(context.committed()).isFalse();
  }

  private static AssemblerResources resources() {
    return AssemblerResources.of(
        "run",
        AssemblyRules.DEFAULT,
        CODEC,
        new AssemblerMetrics(new SimpleMeterRegistry(), Clock.systemUTC()),
        1 << 20,
        Duration.ofMillis(20),
        () -> {
          throw new IllegalStateException("no trace is read in this test");
        });
  }
}
