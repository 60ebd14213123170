package io.headrace.cli.output;

import static io.headrace.cli.output.EventLine.quote;

import io.headrace.pipeline.plan.RunPosition;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.AttemptStarted;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.PairedResponse;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.PreferencePair;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.Segment;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TokenSource;
import io.headrace.schemas.Trace;
import io.headrace.schemas.TrainingGranted;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.WorkAbandoned;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Summarizes an event as text. */
final class EventSummary {

  private static final String NONE = "–";

  private EventSummary() {}

  static String of(SpecificRecord event) {
    return switch (event) {
      case GroupRequest request -> request(request);
      case Trace trace -> trace(trace);
      case Verdict verdict -> verdict(verdict);
      case ScoredGroup group -> group(group);
      case PreferencePair pair -> pair(pair);
      case StepCompleted step -> step(step);
      case WeightsManifest manifest -> manifest(manifest);
      case WeightsChunk chunk -> chunk(chunk);
      case EvaluationCompleted evaluation -> evaluation(evaluation);
      case StageStarted _, PhaseChanged _ ->
          RunPosition.of(event).map(EventSummary::position).orElse("");
      case TrainingGranted grant -> grant(grant);
      case LearnerStopped stopped ->
          "stopped after step %d with weights v%d"
              .formatted(stopped.getStep(), stopped.getWeightsVersion());
      case WorkAbandoned abandoned ->
          "abandoned %s by %s: %s"
              .formatted(abandoned.getGroupId(), abandoned.getService(), abandoned.getReason());
      case DeadLetter letter -> letter(letter);
      case AttemptStarted attempt ->
          "attempt %d of %s at %s/%d/%d"
              .formatted(
                  attempt.getAttempt(),
                  attempt.getInstance(),
                  attempt.getTopic(),
                  attempt.getPartition(),
                  attempt.getOffset());
      default -> event.getSchema().getName() + " " + event;
    };
  }

  private static String position(RunPosition position) {
    String what = position.isOver() ? "run " : "stage ";
    return what + position.state().text() + ": " + position.reason();
  }

  private static String request(GroupRequest request) {
    return "request %s %s %d × %s"
        .formatted(
            request.getGroupId(),
            request.getPurpose(),
            request.getSamples(),
            quote(request.getTask().getPrompt()));
  }

  private static String trace(Trace trace) {
    return "trace %s %s %s %d tokens %s %s"
        .formatted(
            trace.getTraceId(),
            versions(trace),
            trace.getFinishReason(),
            trace.getTokens().size(),
            quote(trace.getTask().getPrompt()),
            quote(trace.getText()));
  }

  private static String verdict(Verdict verdict) {
    return "verdict %s %s/%s %s %s %s"
        .formatted(
            verdict.getTraceId(),
            verdict.getScorer(),
            verdict.getScorerVersion(),
            verdict.getStatus(),
            orNone(verdict.getScore()),
            verdict.getDetail());
  }

  private static String group(ScoredGroup group) {
    return "group %s %s %s scores %s %s"
        .formatted(
            group.getGroupId(),
            group.getPurpose(),
            group.getStatus(),
            scores(group),
            group.getDropReason());
  }

  private static String pair(PreferencePair pair) {
    return "pair %s margin %s chosen %s rejected %s"
        .formatted(
            pair.getPairId(),
            orNone(pair.getMargin()),
            response(pair.getChosen()),
            response(pair.getRejected()));
  }

  private static String response(PairedResponse response) {
    return "%s, %d tokens, %s"
        .formatted(
            orNone(response.getScore()), response.getTokens().size(), quote(response.getText()));
  }

  private static String step(StepCompleted step) {
    Double reward = step.getMeanReward();
    return String.format(
        Locale.ROOT,
        "step %d %s v%d → v%d loss %.4f gradient %.3f reward %s, %d groups trained, %d skipped",
        step.getStep(),
        step.getStage(),
        step.getWeightsIn(),
        step.getWeightsOut(),
        step.getLoss(),
        step.getGradientNorm(),
        reward == null ? NONE : String.format(Locale.ROOT, "%.3f", reward),
        step.getBatch().size(),
        step.getSkipped().size());
  }

  private static String manifest(WeightsManifest manifest) {
    return "weights v%d step %d, %d parameters, %s"
        .formatted(
            manifest.getVersion(),
            manifest.getStep(),
            manifest.getParameters(),
            manifest.getLocation());
  }

  private static String chunk(WeightsChunk chunk) {
    return "chunk v%d %s %d/%d, %d bytes"
        .formatted(
            chunk.getVersion(),
            chunk.getFile(),
            chunk.getIndex() + 1,
            chunk.getCount(),
            chunk.getData().remaining());
  }

  private static String evaluation(EvaluationCompleted evaluation) {
    return "evaluation %s v%d greedy %s sampled %s"
        .formatted(
            evaluation.getEvaluation(),
            evaluation.getWeightsVersion(),
            accuracy(evaluation.getGreedy()),
            accuracy(evaluation.getSampled()));
  }

  private static String accuracy(@Nullable Accuracy accuracy) {
    if (accuracy == null || accuracy.getScored() == 0) {
      return accuracy == null
          ? NONE
          : "%s (0 of %d scored)".formatted(NONE, accuracy.getRequested());
    }
    return String.format(
        Locale.ROOT,
        "%.3f (%d of %d scored)",
        (double) accuracy.getCorrect() / accuracy.getScored(),
        accuracy.getScored(),
        accuracy.getRequested());
  }

  private static String grant(TrainingGranted grant) {
    return grant.getEnds()
        ? "grant %d: no further step: %s".formatted(grant.getNumber(), grant.getReason())
        : "grant %d: up to %d %s steps: %s"
            .formatted(grant.getNumber(), grant.getSteps(), grant.getStage(), grant.getReason());
  }

  private static String letter(DeadLetter letter) {
    return "dead letter %s of %s:%d:%d by %s: %s"
        .formatted(
            letter.getErrorCode(),
            letter.getOriginTopic(),
            letter.getOriginPartition(),
            letter.getOriginOffset(),
            letter.getService(),
            letter.getMessage());
  }

  private static String versions(Trace trace) {
    return trace.getSegments().stream()
        .filter(segment -> segment.getSource() == TokenSource.MODEL)
        .map(Segment::getWeightsVersion)
        .map(version -> "v" + version)
        .collect(Collectors.joining("→"));
  }

  private static String scores(ScoredGroup group) {
    return group.getTraces().stream()
        .map(trace -> orNone(trace.getScore()))
        .collect(Collectors.joining(" ", "[", "]"));
  }

  private static String orNone(@Nullable Double value) {
    return value == null ? NONE : value.toString();
  }
}
