package io.headrace.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** The services of a run, each in a process that can be killed; closing kills all that run. */
final class ServiceProcesses implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final Path folder;
  private final Path config;
  private final List<HeadraceProcess> processes = new ArrayList<>();

  ServiceProcesses(Path folder, Path config) {
    this.folder = folder;
    this.config = config;
  }

  /** Starts services in parallel and waits until each is up. */
  void start(String... services) {
    for (String service : services) {
      launch(service);
    }
    for (String service : services) {
      Awaitility.await(service + " is up").atMost(PATIENCE).until(() -> isUp(service));
    }
  }

  private void launch(String service) {
    processes.add(
        HeadraceProcess.start(folder, service, "start", service, "--config", config.toString()));
  }

  /** Kills services as by kill -9 and starts them again. */
  void killAndStart(String... services) {
    for (String service : services) {
      HeadraceProcess running = running(service);
      assertThat(running.alive()).as("%s runs; it wrote: %s", service, running.err()).isTrue();
      running.kill();
    }
    start(services);
  }

  /** Address of the run's broker. */
  String brokerAddress() {
    try {
      return Files.readString(folder.resolve("data/broker.address")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HeadraceProcess running(String service) {
    return processes.reversed().stream()
        .filter(process -> process.name().equals(service))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a service is up; starts it again if a busy broker did not answer it in time. */
  private boolean isUp(String service) {
    HeadraceProcess process = running(service);
    if (!process.alive() && process.err().contains("no broker answers")) {
      launch(service);
      return false;
    }
    assertThat(process.alive()).as("%s runs; it wrote: %s", service, process.err()).isTrue();
    return process.err().contains("is up");
  }

  @Override
  public void close() {
    processes.reversed().forEach(HeadraceProcess::close);
  }
}
