package io.headrace.reward.state;

import io.headrace.reward.assembly.Abandonment;
import io.headrace.reward.assembly.GroupRequirements;
import io.headrace.reward.assembly.GroupState;
import io.headrace.reward.assembly.GroupState.Closed;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.reward.assembly.VerdictKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/**
 * Converts the state of a group to an Avro record and back. A field of the schema that the state
 * does not have gets its default. Pure.
 *
 * @param schema the records' schema
 */
record GroupStateRecords(Schema schema) {

  GenericRecord toRecord(GroupState state) {
    Schema kinds = schema.getField("state").schema();
    GenericRecord kind =
        switch (state) {
          case Open open -> open(branch(kinds, "OpenGroup"), open);
          case Closed(Instant dueAt) ->
              builder(branch(kinds, "ClosedGroup")).set("dueAt", dueAt.toEpochMilli()).build();
        };
    return builder(schema).set("state", kind).build();
  }

  private static GenericRecord open(Schema schema, Open open) {
    GenericRecordBuilder record =
        builder(schema)
            .set("openedAt", open.openedAt().toEpochMilli())
            .set("dueAt", open.dueAt().toEpochMilli())
            .set("traces", traces(element(schema, "traces"), open.traces()))
            .set("verdicts", verdicts(element(schema, "verdicts"), open.verdictKeys()))
            .set("abandonment", abandonment(type(schema, "abandonment"), open.abandonment()));
    open.requirements()
        .ifPresent(
            wanted ->
                record.set(
                    "requirements",
                    requirements(branch(type(schema, "requirements"), "Requirements"), wanted)));
    return record.build();
  }

  private static GenericRecord requirements(Schema schema, GroupRequirements wanted) {
    return builder(schema)
        .set("samples", wanted.samples())
        .set("scorers", wanted.scorers())
        .set("deadline", wanted.deadline().toEpochMilli())
        .build();
  }

  private static List<GenericRecord> traces(Schema schema, Map<Integer, Long> traces) {
    return traces.entrySet().stream()
        .map(
            trace ->
                (GenericRecord)
                    builder(schema)
                        .set("sample", trace.getKey())
                        .set("offset", trace.getValue())
                        .build())
        .toList();
  }

  private static List<GenericRecord> verdicts(Schema schema, Set<VerdictKey> keys) {
    return keys.stream()
        .map(
            key ->
                (GenericRecord)
                    builder(schema)
                        .set("sample", key.sample())
                        .set("scorer", key.scorer())
                        .set("traceOffset", key.traceOffset())
                        .build())
        .toList();
  }

  private static GenericRecord abandonment(Schema schema, Abandonment abandonment) {
    return builder(schema)
        .set("reason", abandonment.reason())
        .set("request", abandonment.request())
        .set("traces", List.copyOf(abandonment.traces()))
        .build();
  }

  private static GenericRecordBuilder builder(Schema schema) {
    return new GenericRecordBuilder(schema);
  }

  private static Schema type(Schema record, String field) {
    return record.getField(field).schema();
  }

  private static Schema element(Schema record, String field) {
    return type(record, field).getElementType();
  }

  private static Schema branch(Schema union, String name) {
    return union.getTypes().stream()
        .filter(type -> type.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static GroupState fromRecord(GenericRecord record) {
    GenericRecord state = record(record, "state");
    return switch (state.getSchema().getName()) {
      case "OpenGroup" -> open(state);
      case "ClosedGroup" -> new Closed(time(state, "dueAt"));
      default -> throw new IllegalStateException("unknown state " + state.getSchema().getName());
    };
  }

  private static Open open(GenericRecord state) {
    Map<Integer, Long> traces = new HashMap<>();
    records(state, "traces")
        .forEach(trace -> traces.put(number(trace, "sample"), offset(trace, "offset")));
    Set<VerdictKey> verdicts = new HashSet<>();
    records(state, "verdicts")
        .forEach(
            key ->
                verdicts.add(
                    new VerdictKey(
                        number(key, "sample"), text(key, "scorer"), offset(key, "traceOffset"))));
    return new Open(
        time(state, "openedAt"),
        requirements(state),
        time(state, "dueAt"),
        traces,
        verdicts,
        abandonment(record(state, "abandonment")));
  }

  private static Optional<GroupRequirements> requirements(GenericRecord state) {
    return Optional.ofNullable((GenericRecord) state.get("requirements"))
        .map(
            wanted ->
                new GroupRequirements(
                    number(wanted, "samples"),
                    strings(wanted, "scorers"),
                    time(wanted, "deadline")));
  }

  private static Abandonment abandonment(GenericRecord record) {
    Set<Long> traces = new HashSet<>();
    array(record, "traces").forEach(offset -> traces.add((Long) offset));
    return new Abandonment(text(record, "reason"), (Boolean) record.get("request"), traces);
  }

  private static Instant time(GenericRecord record, String field) {
    return Instant.ofEpochMilli(offset(record, field));
  }

  private static int number(GenericRecord record, String field) {
    return (Integer) record.get(field);
  }

  private static long offset(GenericRecord record, String field) {
    return (Long) record.get(field);
  }

  private static String text(GenericRecord record, String field) {
    return record.get(field).toString();
  }

  private static GenericRecord record(GenericRecord record, String field) {
    return (GenericRecord) record.get(field);
  }

  private static Collection<?> array(GenericRecord record, String field) {
    return (GenericData.Array<?>) record.get(field);
  }

  private static List<String> strings(GenericRecord record, String field) {
    return array(record, field).stream().map(Object::toString).toList();
  }

  private static List<GenericRecord> records(GenericRecord record, String field) {
    return array(record, field).stream().map(GenericRecord.class::cast).toList();
  }
}
