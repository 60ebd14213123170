package io.headrace.pipeline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.Command;
import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.EvaluationCurves;
import io.headrace.schemas.HealthState;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.Phase;
import io.headrace.schemas.RateState;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.RunTotals;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCurves;
import io.headrace.schemas.TaskState;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  private static final RunFixture RUN = RunFixture.of("r");

  private final EventCodec codec = EventCodec.released();

  static List<SpecificRecord> events() {
    ProgressFixture progress = RUN.progress();
    byte[] bytes = {1, 2, 3};
    Trace trace = RUN.trace(RUN.request(0), 0);
    return List.of(
        RUN.request(0),
        trace,
        RUN.verdict(trace, 1),
        RUN.scoredGroup(0, 3, 1, 0, 0.5),
        GroupOutcomes.of(RUN.scoredGroup(0, 3, 1, 0, 0.5), 1, Map.of(0, 17L)),
        snapshot(),
        consoleSnapshot(),
        RUN.demonstration(0),
        RUN.preferencePair(0),
        progress.evaluation(3, 40),
        progress.chunk(3, bytes),
        progress.manifest(3, bytes, 7),
        progress.step(3),
        progress.started("run: r"),
        progress.stage("training", "rl", 1, 3),
        progress.phase(Phase.FINISHING, 3),
        progress.grant(1, Stage.SFT, 150),
        progress.stopped(2, 3),
        progress.abandoned("addition/1/0.e0.0", "the prompt is too long"),
        progress.command(Command.PAUSE),
        progress.attempt(2, 17, 1),
        progress.heartbeat("learner", "1", 3),
        progress.deadLetter(9, bytes));
  }

  private static CurriculumSnapshot snapshot() {
    return CurriculumSnapshot.newBuilder()
        .setRun("r")
        .setNumber(3)
        .setPart(0)
        .setParts(1)
        .setPositions(List.of(new ReadPosition("tasks", 2, 17L)))
        .setTasks(List.of(new TaskState("addition/1/0", 2, 0.5), new TaskState("b", 1, null)))
        .setLastAskedAt(RunFixture.START)
        .setTakenAt(RunFixture.START)
        .build();
  }

  private static ConsoleSnapshot consoleSnapshot() {
    return ConsoleSnapshot.newBuilder()
        .setRun("r")
        .setNumber(3)
        .setPositions(List.of(new ReadPosition("steps", 0, 17L)))
        .setTotals(new RunTotals(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L))
        .setHealth(HealthState.newBuilder().setProgressAt(RunFixture.START).build())
        .setSteps(StepCurves.newBuilder().build())
        .setEvaluations(EvaluationCurves.newBuilder().build())
        .setSampledTokens(RateState.newBuilder().setSeconds(List.of(5L)).build())
        .setTakenAt(RunFixture.START)
        .build();
  }

  @Test
  void everyEventOfTheCatalogueIsTested() {
    assertThat(events())
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Topic.values())
                .flatMap(topic -> topic.events().stream())
                .distinct()
                .map(Class::getSimpleName)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("events")
  void decodesEncodedEvents(SpecificRecord event) {
    // When
    SpecificRecord read = codec.decode(codec.encode(event));

    // Then
    assertThat(read).isEqualTo(event);
  }

  @Test
  void writesTheMarkerAndTheFingerprintOfSingleObjectEncoding() throws Exception {
    // Given
    Trace trace = RUN.trace(RUN.request(0), 0);

    // When
    byte[] bytes = codec.encode(trace);

    // Then Avro's own decoder reads it
    assertThat(Trace.getDecoder().decode(bytes)).isEqualTo(trace);
  }

  @Test
  void decodesAnOlderEventWithDefaultsForMissingFields() throws Exception {
    // Given a history with a version of Verdict from before it had a detail
    EventCodec reader = new EventCodec(SchemaStore.released("/older-schema-history/"));
    Verdict verdict = RUN.verdict(RUN.trace(RUN.request(0), 0), 1);

    // When an event of that version is read
    byte[] written = encode(without(Verdict.getClassSchema(), "detail"), verdict);

    // Then
    assertThat(reader.decode(written, Verdict.class))
        .isEqualTo(Verdict.newBuilder(verdict).clearDetail().build());
  }

  @Test
  void readsARenamedFieldUnderItsNewName() throws Exception {
    // Given a heartbeat of the previous version, whose field for metrics was named "figures"
    Schema released =
        SchemaStore.history().stream()
            .filter(schema -> schema.getName().equals("Heartbeat"))
            .filter(schema -> schema.getField("figures") != null)
            .findFirst()
            .orElseThrow();
    Heartbeat now =
        Heartbeat.newBuilder(RUN.progress().heartbeat("verifier", "verifier-1", 0))
            .setMetrics(Map.of("headrace_verifier_stuck_threads", 2.0))
            .setProblem("2 scorer threads are stuck")
            .build();
    // When
    Heartbeat read = codec.decode(encode(released, now), Heartbeat.class);

    // Then
    assertThat(read).isEqualTo(now);
  }

  @Test
  void findsEverySchemaOfTheHistory() throws Exception {
    for (Schema released : SchemaStore.history()) {
      assertThat(SchemaStore.released().find(SchemaStore.fingerprint(released)))
          .isEqualTo(released);
    }
  }

  @Test
  void reportsAnUnknownFingerprint() throws Exception {
    // Given
    Schema unknown = without(Verdict.getClassSchema(), "detail");
    byte[] written = encode(unknown, RUN.verdict(RUN.trace(RUN.request(0), 0), 1));

    // When / Then
    assertThatThrownBy(() -> codec.decode(written))
        .isInstanceOfSatisfying(HeadraceException.class, EventCodecTest::isUndecodable)
        .hasMessageContaining("%016x", SchemaStore.fingerprint(unknown))
        .hasMessageContaining("a newer Headrace wrote this record");
  }

  @Test
  void rejectsAnEventOfAnotherType() {
    // Given
    byte[] request = codec.encode(RUN.request(0));

    // When / Then
    assertThatThrownBy(() -> codec.decode(request, Trace.class))
        .isInstanceOfSatisfying(HeadraceException.class, EventCodecTest::isUndecodable)
        .hasMessageContaining("expected Trace, found GroupRequest");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 60})
  void rejectsATruncatedEvent(int length) {
    // Given
    byte[] cut = Arrays.copyOf(codec.encode(RUN.request(0)), length);

    // When / Then
    assertThatThrownBy(() -> codec.decode(cut))
        .isInstanceOfSatisfying(HeadraceException.class, EventCodecTest::isUndecodable);
  }

  @Test
  void rejectsBytesAfterTheEvent() {
    // Given
    byte[] event = codec.encode(RUN.request(0));
    byte[] longer = Arrays.copyOf(event, event.length + 1);

    // When / Then
    assertThatThrownBy(() -> codec.decode(longer))
        .isInstanceOfSatisfying(HeadraceException.class, EventCodecTest::isUndecodable)
        .hasMessageContaining("bytes are left over");
  }

  @Test
  void throwsOnlyUndecodableRecordForAnyBytes() {
    byte[] good = codec.encode(RUN.scoredGroup(0, 3, 1, 0));
    Seeds.forAll(
        3_000,
        random -> {
          // Given an event with a few bytes of its body overwritten
          byte[] bytes = good.clone();
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            bytes[random.nextInt(10, bytes.length)] = (byte) random.nextInt();
          }

          // When
          Throwable thrown = catchThrowable(() -> codec.decode(bytes));

          // Then
          if (thrown != null) {
            assertThat(thrown)
                .isInstanceOfSatisfying(HeadraceException.class, EventCodecTest::isUndecodable);
          }
        });
  }

  private static void isUndecodable(HeadraceException e) {
    assertThat(e.code()).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
  }

  private static Schema without(Schema schema, String field) {
    List<Schema.Field> kept =
        schema.getFields().stream()
            .filter(f -> !f.name().equals(field))
            .map(f -> new Schema.Field(f, f.schema()))
            .toList();
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, kept);
  }

  private static byte[] encode(Schema schema, SpecificRecord event) throws Exception {
    GenericRecord old = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      old.put(field.name(), event.get(present(event.getSchema(), field.name()).pos()));
    }
    return new BinaryMessageEncoder<GenericRecord>(event(schema), schema).encode(old).array();
  }

  /** The field of a name, or the one that was renamed from it. */
  private static Schema.Field present(Schema schema, String name) {
    return schema.getFields().stream()
        .filter(field -> field.name().equals(name) || field.aliases().contains(name))
        .findFirst()
        .orElseThrow();
  }

  private static GenericData event(Schema schema) {
    return org.apache.avro.specific.SpecificData.getForSchema(schema);
  }
}
