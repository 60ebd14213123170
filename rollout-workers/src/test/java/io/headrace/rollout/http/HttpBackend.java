package io.headrace.rollout.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.policy.generation.GenerationRequest;
import io.headrace.rollout.backend.BackendStatus;
import io.headrace.rollout.backend.RolloutBackend;
import io.headrace.rollout.backend.SampleListener;
import io.headrace.rollout.backend.ServedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client of an {@link HttpEngine}, which may be in another process and serve other workers. */
public final class HttpBackend implements RolloutBackend {

  private static final Duration STATUS_INTERVAL = Duration.ofMillis(20);

  /** How long the server may be unreachable before the backend reports a problem. */
  private static final Duration UNREACHABLE_LIMIT = Duration.ofSeconds(20);

  private static final BackendStatus UNKNOWN =
      new BackendStatus(OptionalLong.empty(), 1, 0, 0, 0, Duration.ZERO, "");

  private final URI engine;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private final Map<String, SampleListener> active = new ConcurrentHashMap<>();
  private volatile BackendStatus status = UNKNOWN;
  private long answeredAt = System.nanoTime();
  private long progressAt = System.nanoTime();

  /** Creates a client; {@link #start} connects it. */
  public HttpBackend(URI engine) {
    this.engine = engine;
  }

  @Override
  public void start(Duration deadline) {
    try {
      refreshStatus();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ =
        poller.scheduleWithFixedDelay(
            this::poll, 0, STATUS_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void poll() {
    try {
      refreshStatus();
    } catch (IOException e) {
      if (System.nanoTime() - answeredAt > UNREACHABLE_LIMIT.toNanos()) {
        status = withProblem(status, "the engine at %s does not answer".formatted(engine));
      }
    }
  }

  private void refreshStatus() throws IOException {
    String text = send(request("/server_info").GET(), BodyHandlers.ofString()).body();
    JsonNode json = WireFormat.parse(text);
    answeredAt = System.nanoTime();
    BackendStatus next = WireFormat.status(json, Duration.ZERO);
    if (next.drawnTokens() != status.drawnTokens() || next.busySlots() == 0) {
      progressAt = answeredAt;
    }
    status = WireFormat.status(json, Duration.ofNanos(answeredAt - progressAt));
  }

  private static BackendStatus withProblem(BackendStatus last, String problem) {
    return new BackendStatus(
        last.weightsVersion(), last.slots(), 0, 0, last.drawnTokens(), Duration.ZERO, problem);
  }

  @Override
  public BackendStatus status() {
    return status;
  }

  @Override
  public void submit(GenerationRequest request, SampleListener listener) {
    BackendStatus now = status;
    if (!now.problem().isEmpty()) {
      throw new HeadraceException(ErrorCode.ENGINE_FAILED, now.problem());
    }
    if (now.weightsVersion().isEmpty()) {
      throw new IllegalStateException("no weights are loaded");
    }
    active.put(request.id(), listener);
    threads.execute(() -> generate(request, listener));
  }

  private void generate(GenerationRequest request, SampleListener listener) {
    int received = 0;
    String problem = "the engine at %s ended the answer early".formatted(engine);
    try (Stream<String> lines =
        post("/generate", WireFormat.request(request), BodyHandlers.ofLines())) {
      for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
        String line = each.next();
        if (!line.isBlank()) {
          listener.finished(WireFormat.sample(request, WireFormat.parse(line)));
          received++;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      problem = "the engine at %s failed: %s".formatted(engine, e.getMessage());
    }
    boolean isActive = active.remove(request.id(), listener);
    if (isActive && received < request.samples()) {
      listener.failed(problem);
    }
  }

  @Override
  public void cancel(String requestId) {
    if (active.remove(requestId) != null) {
      threads.execute(() -> abort(requestId));
    }
  }

  private void abort(String requestId) {
    try {
      var _ =
          post(
              "/abort_request",
              WireFormat.object().put("rid", requestId),
              BodyHandlers.discarding());
    } catch (IOException e) {
      status = withProblem(status, "[request=%s] not cancelled: %s".formatted(requestId, e));
    }
  }

  @Override
  public void loadWeights(ServedModel model) {
    ObjectNode json =
        WireFormat.object()
            .put("model_path", model.folder().toAbsolutePath().toString())
            .put("weight_version", model.version().value());
    try {
      var _ = post("/update_weights_from_disk", json, BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T post(String path, ObjectNode json, BodyHandler<T> handler) throws IOException {
    var publisher = BodyPublishers.ofString(json.toString());
    HttpResponse<T> response = send(request(path).POST(publisher), handler);
    if (response.statusCode() != 200) {
      throw new IOException("%s was answered %d".formatted(path, response.statusCode()));
    }
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(engine.resolve(path));
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler)
      throws IOException {
    try {
      return client.send(request.build(), handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    poller.shutdownNow();
    active.keySet().forEach(this::cancel);
    threads.shutdown();
    client.shutdown();
  }
}
