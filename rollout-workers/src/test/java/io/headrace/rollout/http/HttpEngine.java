package io.headrace.rollout.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.headrace.pipeline.config.RolloutConfig;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.GenerationRequest;
import io.headrace.rollout.backend.SampleListener;
import io.headrace.rollout.backend.ServedModel;
import io.headrace.rollout.builtin.BuiltInBackend;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An inference server with the built-in decoders: {@code POST /generate} answers one line of JSON
 * per sample as each ends, {@code POST /abort_request} ends one, {@code POST
 * /update_weights_from_disk} loads a version folder, {@code GET /server_info} is the status.
 */
public final class HttpEngine implements AutoCloseable {

  private static final Duration START_DEADLINE = Duration.ofSeconds(30);

  /** Interval of the empty lines that are written while no sample ends. */
  private static final Duration KEEP_ALIVE = Duration.ofMillis(500);

  private final BuiltInBackend decoders;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, BlockingQueue<Optional<FinishedSample>>> requests =
      new ConcurrentHashMap<>();

  private HttpEngine(RolloutConfig config) throws IOException {
    this.decoders = new BuiltInBackend(config, Clock.systemUTC());
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    handle("/generate", this::generate);
    handle("/abort_request", this::abort);
    handle("/update_weights_from_disk", this::updateWeights);
    handle("/server_info", this::info);
  }

  /** Starts one on a free port of this machine. */
  public static HttpEngine start(RolloutConfig config) {
    try {
      var engine = new HttpEngine(config);
      engine.decoders.start(START_DEADLINE);
      engine.server.start();
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address. */
  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private void handle(String path, HttpHandler handler) {
    var _ =
        server.createContext(
            path,
            exchange -> {
              try (exchange) {
                handler.handle(exchange);
              } catch (RuntimeException e) {
                answer(exchange, 500, String.valueOf(e.getMessage()));
              }
            });
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    return WireFormat.parse(
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void generate(HttpExchange exchange) throws IOException {
    GenerationRequest request = WireFormat.request(body(exchange));
    BlockingQueue<Optional<FinishedSample>> results = new LinkedBlockingQueue<>();
    requests.put(request.id(), results);
    try {
      decoders.submit(request, new Results(results));
      exchange.sendResponseHeaders(200, 0);
      writeSamples(exchange.getResponseBody(), request, results);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      requests.remove(request.id());
      decoders.cancel(request.id());
    }
  }

  private static void writeSamples(
      OutputStream out, GenerationRequest request, BlockingQueue<Optional<FinishedSample>> results)
      throws IOException, InterruptedException {
    int written = 0;
    while (written < request.samples()) {
      Optional<FinishedSample> sample = results.poll(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
      if (sample == null) {
        out.write('\n'); // fails when the client has disconnected; the request is then cancelled
      } else if (sample.isEmpty()) { // the request was aborted
        return;
      } else {
        out.write((WireFormat.sample(sample.get()) + "\n").getBytes(StandardCharsets.UTF_8));
        written++;
      }
      out.flush();
    }
  }

  private record Results(BlockingQueue<Optional<FinishedSample>> queue) implements SampleListener {

    @Override
    public void finished(FinishedSample sample) {
      queue.add(Optional.of(sample));
    }

    @Override
    public void failed(String problem) {
      queue.add(Optional.empty());
    }
  }

  private void abort(HttpExchange exchange) throws IOException {
    String id = body(exchange).path("rid").asText();
    decoders.cancel(id);
    Optional.ofNullable(requests.get(id)).ifPresent(results -> results.add(Optional.empty()));
    answer(exchange, 200, "");
  }

  /** A version that is served already, or an older one, changes nothing. */
  private void updateWeights(HttpExchange exchange) throws IOException {
    JsonNode json = body(exchange);
    Path folder = Path.of(json.path("model_path").asText());
    long version = json.path("weight_version").asLong();
    if (!decoders.status().serves(version)) {
      decoders.loadWeights(
          new ServedModel(new WeightsVersion(version), folder, ModelFolder.read(folder)));
    }
    answer(exchange, 200, "");
  }

  private void info(HttpExchange exchange) throws IOException {
    answer(exchange, 200, WireFormat.status(decoders.status()).toString());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    decoders.close();
  }
}
