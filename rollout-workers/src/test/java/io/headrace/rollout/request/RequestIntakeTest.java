package io.headrace.rollout.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.queue.AttemptRule;
import io.headrace.policy.generation.SamplePrefix;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import io.headrace.rollout.RandomModel;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Message;
import io.headrace.schemas.ResponsePrefix;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Task;
import io.headrace.testkit.RunFixture;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestIntakeTest {

  private static final int MAX_DELIVERIES = 3;

  private boolean isOver;
  private final EventCodec codec = EventCodec.released();
  private final RequestIntake intake =
      new RequestIntake(
          codec, MAX_DELIVERIES, request -> PhaseRule.needs(request.getPurpose(), isOver));
  private final GroupRequest request = RunFixture.of("run").request(1);
  private final Instant inTime = request.getRequestedAt();

  @Test
  void aGoodRequestIsSampled() {
    // When a request is delivered in time, Then it is a job with the prompt's tokens
    RequestDisposition decision = decide(request, 3, inTime);
    assertThat(decision).isInstanceOf(RequestDisposition.Sample.class);
    GroupJob job = ((RequestDisposition.Sample) decision).job();
    assertThat(job.generation().prompt())
        .isEqualTo(CharacterTokenizer.ascii().encode(request.getTask().getPrompt()));
    assertThat(job.attempt()).isEqualTo(3);
  }

  @Test
  void aConversationIsSampledAfterItsMessages() {
    // Given a task whose shown prompt is not what the policy continues
    List<Message> messages = List.of(new Message("user", "1+1?"));
    Task task = new Task("t", "shown", "2", "number", messages, Map.of());

    // When / Then
    var decision = decide(GroupRequest.newBuilder(request).setTask(task).build(), 1, inTime);
    assertThat(((RequestDisposition.Sample) decision).job().generation().prompt())
        .isEqualTo(CharacterTokenizer.ascii().encode("User: 1+1?\n\nAssistant:"));
  }

  @Test
  void aRequestPastItsDeadlineIsNotSampled() {
    assertThat(decide(request, 1, request.getDeadline()))
        .isInstanceOf(RequestDisposition.Unneeded.class);
  }

  @Test
  void aTrainingRequestIsNotSampledOnceNoFurtherStepIsTaken() {
    // Given a run whose last weights are evaluated
    isOver = true;

    // When / Then training requests are not sampled, held-out ones are
    assertThat(decide(request, 1, inTime))
        .isEqualTo(
            new RequestDisposition.Unneeded(request.getGroupId(), "no further step is taken"));
    GroupRequest heldOut = RunFixture.of("run").evaluationRequest(2, "e1", 4);
    assertThat(decide(heldOut, 1, inTime)).isInstanceOf(RequestDisposition.Sample.class);
  }

  @Test
  void theReasonNamesAttemptsAndDeliveriesOfARequestThatUsedUpItsAttempts() {
    rejected(
        intake.rejectRedelivered(request, AttemptRule.Treatment.TOO_MANY_ATTEMPTS, 7, 3),
        ErrorCode.TOO_MANY_DELIVERIES,
        "after 3 attempts in 7 deliveries and 3 attempts are allowed");
  }

  @Test
  void theReasonNamesTheBrokersLimitOfARequestNearIt() {
    rejected(
        intake.rejectRedelivered(request, AttemptRule.Treatment.TOO_MANY_DELIVERIES, 23, 1),
        ErrorCode.TOO_MANY_DELIVERIES,
        "after 23 deliveries (attempts: 1) and the broker is about to archive it");
  }

  @Test
  void aRecordThatIsNotARequestIsRejected() {
    byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
    rejected(decide(garbage, 1, inTime), ErrorCode.UNDECODABLE_RECORD, "not a Headrace event");
    byte[] other = codec.encode(RunFixture.of("run").demonstration(1));
    rejected(decide(other, 1, inTime), ErrorCode.UNDECODABLE_RECORD, "expected GroupRequest");
  }

  @Test
  void aPromptThatDoesNotFitTheModelIsRejected() {
    rejected(
        decide(withPrompt("1+".repeat(80)), 1, inTime),
        ErrorCode.PROMPT_TOO_LONG,
        "has 160 tokens and the model takes 160");
    rejected(decide(withPrompt("2×3="), 1, inTime), ErrorCode.INVALID_EVENT, "'×' (U+00D7)");
    rejected(decide(withPrompt(""), 1, inTime), ErrorCode.INVALID_EVENT, "no tokens");
  }

  @Test
  void aRequestWithInvalidSamplingSettingsIsRejected() {
    Sampling hot = Sampling.newBuilder(request.getSampling()).setTemperature(-1).build();
    GroupRequest wrong = GroupRequest.newBuilder(request).setSampling(hot).build();
    rejected(decide(wrong, 1, inTime), ErrorCode.INVALID_EVENT, "temperature is -1.0");
  }

  @Test
  void prefixesThatContradictThemselvesOrTheModelAreRejected() {
    rejected(prefix(List.of(1, 2), List.of(-1f), 2), "2 tokens, 1 log-probs");
    rejected(prefix(List.of(1, 2), List.of(-1f, -1f), 3), "do not add up to its 2 tokens");
    rejected(
        prefix(List.of(1, 999_999), List.of(-1f, -1f), 2), "outside of the model's vocabulary");
    rejected(
        prefix(Collections.nCopies(160, 1), Collections.nCopies(160, -1f), 160),
        "the model takes 160 with the response");
  }

  @Test
  void aPrefixIsPassedToTheBackend() {
    // When
    RequestDisposition decision = decide(prefix(List.of(7, 8), List.of(-1f, -2f), 2), 1, inTime);

    // Then
    assertThat(decision).isInstanceOf(RequestDisposition.Sample.class);
    SamplePrefix prefix =
        ((RequestDisposition.Sample) decision).job().generation().prefix(0).orElseThrow();
    assertThat(prefix.tokens()).containsExactly(7, 8);
    assertThat(prefix.logProbs()).containsExactly(-1f, -2f);
  }

  private void rejected(GroupRequest request, String reason) {
    rejected(decide(request, 1, inTime), ErrorCode.INVALID_EVENT, reason);
  }

  private GroupRequest prefix(List<Integer> tokens, List<Float> logProbs, int segment) {
    return GroupRequest.newBuilder(request)
        .setPrefixes(
            List.of(
                new ResponsePrefix(
                    0,
                    tokens,
                    logProbs,
                    List.of(Segment.newBuilder().setWeightsVersion(0).setTokens(segment).build()))))
        .build();
  }

  private GroupRequest withPrompt(String prompt) {
    Task task = Task.newBuilder(request.getTask()).setPrompt(prompt).build();
    return GroupRequest.newBuilder(request).setTask(task).build();
  }

  private RequestDisposition decide(GroupRequest event, int attempt, Instant now) {
    return decide(codec.encode(event), attempt, now);
  }

  private RequestDisposition decide(byte[] value, int attempt, Instant now) {
    return intake.decide(
        value, attempt, now, RandomModel.config(160), CharacterTokenizer.ascii(), _ -> {});
  }

  private static void rejected(RequestDisposition decision, ErrorCode code, String reason) {
    assertThat(decision).isInstanceOf(RequestDisposition.Rejected.class);
    RequestDisposition.Rejected rejected = (RequestDisposition.Rejected) decision;
    assertThat(rejected.code()).isEqualTo(code);
    assertThat(rejected.reason()).contains(reason);
  }
}
