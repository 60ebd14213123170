package io.headrace.console.http;

import io.headrace.pipeline.service.ServiceStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** What orchestrators and Prometheus ask. */
final class Probes {
  private final Supplier<ServiceStatus> status;
  private final MeterRegistry metrics;

  Probes(Supplier<ServiceStatus> status, MeterRegistry metrics) {
    this.status = status;
    this.metrics = metrics;
  }

  /** Health, which tells nothing of the run and needs no token. */
  void mountHealth(Router router) {
    router.get("/livez").handler(request -> health(request, status.get().live()));
    router.get("/readyz").handler(request -> health(request, status.get().ready()));
  }

  void mountMetrics(Router router) {
    router.get("/metrics").handler(this::scrape);
  }

  private void health(RoutingContext request, boolean good) {
    ServiceStatus now = status.get();
    String reason = now.problem().isEmpty() ? now.state().name() : now.problem();
    request
        .response()
        .setStatusCode(good ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end((good ? "ok" : reason) + "\n");
  }

  private void scrape(RoutingContext request) {
    if (metrics instanceof PrometheusMeterRegistry prometheus) {
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
          .end(prometheus.scrape());
    } else {
      Failure.notFound(request, "this process keeps no Prometheus metrics");
    }
  }
}
