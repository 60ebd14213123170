package io.headrace.cli.output;

import io.headrace.cli.process.TopicTail;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.Segment;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsManifest;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** One event as one line. */
public final class EventLine {

  private static final int LONGEST = 400;

  private EventLine() {}

  /** For programs: the event as JSON with its place in the log. */
  public static String json(TopicTail.Entry entry) {
    String body =
        entry
            .event()
            .map(EventLine::body)
            .orElseGet(() -> "\"problem\": " + quote(entry.problem()));
    return "{\"partition\": %d, \"offset\": %d, %s}"
        .formatted(entry.partition(), entry.offset(), body);
  }

  static String body(SpecificRecord event) {
    String fields =
        event instanceof WeightsChunk chunk
            ? "{\"version\": %d, \"file\": %s, \"index\": %d, \"bytes\": %d}"
                .formatted(
                    chunk.getVersion(),
                    quote(chunk.getFile()),
                    chunk.getIndex(),
                    chunk.getData().remaining())
            : event.toString();
    return "\"event\": %s, \"value\": %s".formatted(quote(event.getSchema().getName()), fields);
  }

  /** For people: what matters of the event. */
  public static String text(TopicTail.Entry entry) {
    String words = entry.event().map(EventLine::words).orElse("not an event: " + entry.problem());
    String line = "%d:%-7d %s".formatted(entry.partition(), entry.offset(), words);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private static String words(SpecificRecord event) {
    return switch (event) {
      case GroupRequest e ->
          "request %s %s %d × %s"
              .formatted(
                  e.getGroupId(), e.getPurpose(), e.getSamples(), quote(e.getTask().getPrompt()));
      case Trace e ->
          "trace %s %s %s %d tokens %s %s"
              .formatted(
                  e.getTraceId(),
                  versions(e),
                  e.getFinishReason(),
                  e.getTokens().size(),
                  quote(e.getTask().getPrompt()),
                  quote(e.getText()));
      case Verdict e ->
          "verdict %s %s/%s %s %s %s"
              .formatted(
                  e.getTraceId(),
                  e.getScorer(),
                  e.getScorerVersion(),
                  e.getStatus(),
                  e.getScore() == null ? "–" : e.getScore(),
                  e.getDetail());
      case ScoredGroup e ->
          "group %s %s %s scores %s %s"
              .formatted(
                  e.getGroupId(), e.getPurpose(), e.getStatus(), scores(e), e.getDropReason());
      case StepCompleted e ->
          String.format(
              Locale.ROOT,
              "step %d %s v%d → v%d loss %.4f gradient %.3f reward %s, %d groups in, %d left out",
              e.getStep(),
              e.getStage(),
              e.getWeightsIn(),
              e.getWeightsOut(),
              e.getLoss(),
              e.getGradientNorm(),
              e.getMeanReward() == null
                  ? "–"
                  : String.format(Locale.ROOT, "%.3f", e.getMeanReward()),
              e.getBatch().size(),
              e.getSkipped().size());
      case WeightsManifest e ->
          "weights v%d step %d, %d parameters, %s"
              .formatted(e.getVersion(), e.getStep(), e.getParameters(), e.getLocation());
      case WeightsChunk e ->
          "chunk v%d %s %d/%d, %d bytes"
              .formatted(
                  e.getVersion(),
                  e.getFile(),
                  e.getIndex() + 1,
                  e.getCount(),
                  e.getData().remaining());
      case EvaluationCompleted e ->
          "evaluation %s v%d greedy %s sampled %s"
              .formatted(e.getEvaluation(), e.getWeightsVersion(), e.getGreedy(), e.getSampled());
      case PhaseChanged e -> "phase %s: %s".formatted(e.getPhase(), e.getReason());
      case DeadLetter e ->
          "dead letter %s of %s:%d:%d by %s: %s"
              .formatted(
                  e.getErrorCode(),
                  e.getOriginTopic(),
                  e.getOriginPartition(),
                  e.getOriginOffset(),
                  e.getService(),
                  e.getMessage());
      default -> event.getSchema().getName() + " " + event;
    };
  }

  private static String versions(Trace trace) {
    return trace.getSegments().stream()
        .map(Segment::getWeightsVersion)
        .map(version -> "v" + version)
        .collect(Collectors.joining("→"));
  }

  private static String scores(ScoredGroup group) {
    return group.getTraces().stream()
        .map(trace -> trace.getScore() == null ? "–" : String.valueOf(trace.getScore()))
        .collect(Collectors.joining(" ", "[", "]"));
  }

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
