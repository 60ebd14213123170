package io.headrace.reward.streams;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.reward.preference.PairComposer;
import io.headrace.reward.preference.PairSelection;
import io.headrace.reward.preference.ResponsePair;
import io.headrace.reward.preference.ScoredResponse;
import io.headrace.schemas.PreferencePair;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Writes the preference pairs of each scored group, in log order. */
final class PairProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private final PairResources resources;
  private final DeadLetterEncoder deadLetters;
  private @Nullable ProcessorContext<byte[], byte[]> context;

  PairProcessor(PairResources resources) {
    this.resources = resources;
    this.deadLetters =
        new DeadLetterEncoder(resources.run(), resources.codec(), resources.maxEventBytes());
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context().recordMetadata().orElseThrow();
    SourceRecord origin =
        new SourceRecord(at.topic(), at.partition(), at.offset(), record.key(), record.value());
    try {
      ScoredGroup group = resources.codec().decode(origin.bytes(), ScoredGroup.class);
      select(group, origin.offset(), record.timestamp());
    } catch (HeadraceException e) {
      deadLetter(origin, e);
    }
  }

  private void select(ScoredGroup group, long offset, long timestamp) {
    switch (resources.rule().select(ScoredResponse.of(group))) {
      case PairSelection.Selected(var pairs) -> {
        pairs.forEach(pair -> write(group, offset, pair, timestamp));
        resources.metrics().countPairs(resources.rule().name(), pairs.size());
      }
      case PairSelection.None(var reason) -> resources.metrics().countGroupWithoutPair(reason);
    }
  }

  private void write(ScoredGroup group, long offset, ResponsePair pair, long timestamp) {
    PreferencePair event = PairComposer.compose(resources.rule().name(), group, offset, pair);
    byte[] key = group.getGroupId().getBytes(StandardCharsets.UTF_8);
    forward(Topic.PREFERENCE_PAIRS, key, resources.codec().encode(event), timestamp);
  }

  private void deadLetter(SourceRecord origin, HeadraceException failure) {
    long now = context().currentSystemTimeMs();
    byte[] letter =
        deadLetters.encode(
            origin,
            failure.code(),
            String.valueOf(failure.getMessage()),
            Instant.ofEpochMilli(now));
    forward(Topic.DEAD_LETTERS, origin.key(), letter, now);
    resources.metrics().countDeadLetter();
  }

  private void forward(Topic output, byte @Nullable [] key, byte[] value, long timestamp) {
    context().forward(new Record<>(key, value, timestamp), PairTopology.sink(output));
  }

  private ProcessorContext<byte[], byte[]> context() {
    return Objects.requireNonNull(context, "init first");
  }
}
