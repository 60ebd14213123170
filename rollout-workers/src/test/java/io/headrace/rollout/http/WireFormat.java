package io.headrace.rollout.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.generation.EndReason;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.GenerationRequest;
import io.headrace.policy.generation.SamplePrefix;
import io.headrace.policy.generation.WeightsSegment;
import io.headrace.rollout.backend.BackendStatus;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The JSON of requests, samples and status. */
final class WireFormat {

  private static final ObjectMapper JSON = new ObjectMapper();

  private WireFormat() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode request(GenerationRequest request) {
    ObjectNode json = object();
    json.put("rid", request.id());
    json.putPOJO("input_ids", request.prompt());
    ObjectNode sampling = json.putObject("sampling_params");
    sampling.put("n", request.samples());
    sampling.put("max_new_tokens", request.maxNewTokens());
    sampling.put("temperature", request.temperature());
    sampling.put("seed", request.seed());
    sampling.putPOJO("stop", request.stop());
    var prefixes = json.putArray("prefixes");
    for (SamplePrefix prefix : request.prefixes()) {
      ObjectNode one = prefixes.addObject().put("index", prefix.sample());
      one.putPOJO("token_ids", prefix.tokens());
      one.putPOJO("logprobs", prefix.logProbs());
    }
    return parse(json.toString()).deepCopy();
  }

  static GenerationRequest request(JsonNode json) {
    JsonNode sampling = json.path("sampling_params");
    List<String> stop = new ArrayList<>();
    sampling.path("stop").forEach(text -> stop.add(text.asText()));
    List<SamplePrefix> prefixes = new ArrayList<>();
    json.path("prefixes")
        .forEach(
            one ->
                prefixes.add(
                    new SamplePrefix(
                        one.path("index").asInt(),
                        ints(one.path("token_ids")),
                        floats(one.path("logprobs")))));
    return new GenerationRequest(
        json.path("rid").asText(),
        ints(json.path("input_ids")),
        sampling.path("n").asInt(),
        sampling.path("max_new_tokens").asInt(),
        sampling.path("temperature").asDouble(),
        stop,
        sampling.path("seed").asLong(),
        prefixes);
  }

  static ObjectNode sample(FinishedSample sample) {
    ObjectNode json = object();
    json.put("index", sample.sample());
    var tokens = json.putArray("token_ids");
    var logProbs = json.putArray("logprobs");
    for (int i = 0; i < sample.tokens().length; i++) {
      tokens.add(sample.tokens()[i]);
      logProbs.add(sample.logProbs()[i]);
    }
    var segments = json.putArray("weight_versions");
    for (WeightsSegment segment : sample.segments()) {
      segments.addArray().add(segment.weightsVersion()).add(segment.tokens());
    }
    json.put("finish_reason", sample.reason().name());
    json.put("text", sample.text());
    json.put("started_at", sample.startedAt().toString());
    json.put("finished_at", sample.finishedAt().toString());
    return json;
  }

  static FinishedSample sample(GenerationRequest request, JsonNode json) {
    List<WeightsSegment> segments = new ArrayList<>();
    json.path("weight_versions")
        .forEach(
            pair -> segments.add(new WeightsSegment(pair.get(0).asLong(), pair.get(1).asInt())));
    return new FinishedSample(
        request,
        json.path("index").asInt(),
        ints(json.path("token_ids")),
        floats(json.path("logprobs")),
        segments,
        EndReason.valueOf(json.path("finish_reason").asText()),
        json.path("text").asText(),
        Instant.parse(json.path("started_at").asText()),
        Instant.parse(json.path("finished_at").asText()));
  }

  static ObjectNode status(BackendStatus status) {
    ObjectNode json = object();
    status.weightsVersion().ifPresent(version -> json.put("weight_version", version));
    json.put("max_running_requests", status.slots());
    json.put("running", status.busySlots());
    json.put("pending", status.pendingSamples());
    json.put("generated_tokens", status.drawnTokens());
    json.put("problem", status.problem());
    return json;
  }

  /**
   * A status as a client sees it.
   *
   * @param stalled since the count of generated tokens last rose
   */
  static BackendStatus status(JsonNode json, Duration stalled) {
    JsonNode version = json.path("weight_version");
    return new BackendStatus(
        version.isNumber() ? OptionalLong.of(version.asLong()) : OptionalLong.empty(),
        json.path("max_running_requests").asInt(),
        json.path("running").asInt(),
        json.path("pending").asInt(),
        json.path("generated_tokens").asLong(),
        stalled,
        json.path("problem").asText());
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(array.get(i).asText());
    }
    return values;
  }
}
