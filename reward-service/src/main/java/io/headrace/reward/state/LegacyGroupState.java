package io.headrace.reward.state;

import io.headrace.reward.assembly.Abandonment;
import io.headrace.reward.assembly.GroupRequirements;
import io.headrace.reward.assembly.GroupState;
import io.headrace.reward.assembly.GroupState.Closed;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.reward.assembly.VerdictKey;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads states in the format that preceded Avro: one byte for the kind of state, then its fields in
 * order, times in milliseconds. This version does not write it. Pure.
 */
final class LegacyGroupState {

  private static final int OPEN_WITHOUT_ABANDONMENT = 0x10;
  private static final int CLOSED = 0x11;
  private static final int OPEN = 0x12;

  private LegacyGroupState() {}

  static GroupState read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int kind = in.readUnsignedByte();
      return switch (kind) {
        case OPEN_WITHOUT_ABANDONMENT -> readOpen(in, false);
        case OPEN -> readOpen(in, true);
        case CLOSED -> new Closed(readTime(in));
        default ->
            throw new IllegalStateException(
                "the store holds a group state of kind %d, which this version does not know"
                    .formatted(kind));
      };
    }
  }

  private static Open readOpen(DataInputStream in, boolean withAbandonment) throws IOException {
    Instant openedAt = readTime(in);
    Instant dueAt = readTime(in);
    Optional<GroupRequirements> requirements =
        in.readBoolean() ? Optional.of(readRequirements(in)) : Optional.empty();
    Map<Integer, Long> traces = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      traces.put(in.readInt(), in.readLong());
    }
    Set<VerdictKey> verdictKeys = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      verdictKeys.add(new VerdictKey(in.readInt(), in.readUTF(), in.readLong()));
    }
    Abandonment abandonment = withAbandonment ? readAbandonment(in) : Abandonment.NONE;
    return new Open(openedAt, requirements, dueAt, traces, verdictKeys, abandonment);
  }

  private static Abandonment readAbandonment(DataInputStream in) throws IOException {
    String reason = in.readUTF();
    boolean request = in.readBoolean();
    Set<Long> traces = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      traces.add(in.readLong());
    }
    return new Abandonment(reason, request, traces);
  }

  private static GroupRequirements readRequirements(DataInputStream in) throws IOException {
    int samples = in.readInt();
    int count = in.readInt();
    List<String> scorers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      scorers.add(in.readUTF());
    }
    return new GroupRequirements(samples, scorers, readTime(in));
  }

  private static Instant readTime(DataInputStream in) throws IOException {
    return Instant.ofEpochMilli(in.readLong());
  }
}
