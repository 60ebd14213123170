package io.headrace.reward.streams;

import io.headrace.reward.assembly.Abandonment;
import io.headrace.reward.assembly.GroupRequirements;
import io.headrace.reward.assembly.GroupState;
import io.headrace.reward.assembly.GroupState.Closed;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.reward.assembly.VerdictKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The state of a group as bytes: one byte for the format's version and the kind of state, then its
 * fields in order, times in milliseconds. A group of 8 samples takes about 250 bytes. Safe for all
 * threads.
 */
public final class GroupStateSerde implements Serde<GroupState> {

  /** Of versions that knew no abandonment; read only. */
  private static final int OPEN_WITHOUT_ABANDONMENT = 0x10;

  private static final int CLOSED = 0x11;
  private static final int OPEN = 0x12;

  @Override
  public Serializer<GroupState> serializer() {
    return (topic, state) -> write(state);
  }

  @Override
  public Deserializer<GroupState> deserializer() {
    return (topic, bytes) -> read(bytes);
  }

  private static byte @Nullable [] write(@Nullable GroupState state) {
    if (state == null) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      switch (state) {
        case Open open -> writeOpen(open, out);
        case Closed(Instant dueAt) -> {
          out.writeByte(CLOSED);
          write(dueAt, out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeOpen(Open open, DataOutputStream out) throws IOException {
    out.writeByte(OPEN);
    write(open.openedAt(), out);
    write(open.dueAt(), out);
    out.writeBoolean(open.demand().isPresent());
    if (open.demand().isPresent()) {
      write(open.demand().get(), out);
    }
    out.writeInt(open.traces().size());
    for (Map.Entry<Integer, Long> trace : open.traces().entrySet()) {
      out.writeInt(trace.getKey());
      out.writeLong(trace.getValue());
    }
    out.writeInt(open.verdictKeys().size());
    for (VerdictKey verdictKey : open.verdictKeys()) {
      out.writeInt(verdictKey.sample());
      out.writeUTF(verdictKey.scorer());
      out.writeLong(verdictKey.traceOffset());
    }
    write(open.abandonment(), out);
  }

  private static void write(Abandonment abandonment, DataOutputStream out) throws IOException {
    out.writeUTF(abandonment.reason());
    out.writeBoolean(abandonment.request());
    out.writeInt(abandonment.traces().size());
    for (long offset : abandonment.traces()) {
      out.writeLong(offset);
    }
  }

  private static void write(GroupRequirements demand, DataOutputStream out) throws IOException {
    out.writeInt(demand.samples());
    out.writeInt(demand.scorers().size());
    for (String scorer : demand.scorers()) {
      out.writeUTF(scorer);
    }
    write(demand.deadline(), out);
  }

  private static void write(Instant time, DataOutputStream out) throws IOException {
    out.writeLong(time.toEpochMilli());
  }

  private static @Nullable GroupState read(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Open readOpen(DataInputStream in, boolean withAbandonment) throws IOException {
    Instant openedAt = readTime(in);
    Instant dueAt = readTime(in);
    Optional<GroupRequirements> demand =
        in.readBoolean() ? Optional.of(readDemand(in)) : Optional.empty();
    Map<Integer, Long> traces = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      traces.put(in.readInt(), in.readLong());
    }
    Set<VerdictKey> verdictKeys = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      verdictKeys.add(new VerdictKey(in.readInt(), in.readUTF(), in.readLong()));
    }
    Abandonment abandonment = withAbandonment ? readAbandonment(in) : Abandonment.NONE;
    return new Open(openedAt, demand, dueAt, traces, verdictKeys, abandonment);
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

  private static GroupRequirements readDemand(DataInputStream in) throws IOException {
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
