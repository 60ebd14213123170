package io.headrace.pipeline.kafka;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Checks that a broker answers. Called before anything else, so that a wrong address is reported
 * early.
 */
public final class BrokerCheck {

  private static final Duration LIMIT = Duration.ofSeconds(8);

  private BrokerCheck() {}

  /**
   * Requests the cluster's id.
   *
   * @throws HeadraceException UNREACHABLE_BROKER when it does not answer within eight seconds,
   *     INVALID_CONFIG when authentication fails, BROKER_REFUSED when it denies the request
   */
  public static void requireAnswer(KafkaClients kafka) {
    Admin admin = kafka.admin();
    try {
      var _ = admin.describeCluster().clusterId().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw silent(kafka, e);
    } catch (ExecutionException e) {
      throw failed(kafka, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(kafka, e);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static HeadraceException failed(KafkaClients kafka, ExecutionException problem) {
    return switch (problem.getCause()) {
      case AuthenticationException refused -> refused(kafka, refused);
      case RetriableException _ -> silent(kafka, problem);
      case ApiException refused ->
          BrokerFailure.toException(
              "requesting the cluster id from %s".formatted(kafka.bootstrapServers()), refused);
      case null, default -> silent(kafka, problem);
    };
  }

  private static HeadraceException silent(KafkaClients kafka, Exception cause) {
    return new HeadraceException(
        ErrorCode.UNREACHABLE_BROKER,
        "[kafka] no broker answers at %s within %d s; check that it runs, kafka.bootstrap-servers, and security.protocol in kafka.properties"
            .formatted(kafka.bootstrapServers(), LIMIT.toSeconds()),
        cause);
  }

  private static HeadraceException refused(KafkaClients kafka, AuthenticationException cause) {
    return new HeadraceException(
        ErrorCode.INVALID_CONFIG,
        "[kafka] the broker at %s rejects this client: %s; correct kafka.properties"
            .formatted(kafka.bootstrapServers(), cause.getMessage()),
        cause);
  }
}
