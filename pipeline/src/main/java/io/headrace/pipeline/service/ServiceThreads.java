package io.headrace.pipeline.service;

import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.util.List;

/**
 * The threads of a service with one state: running when all run, failed when one has failed.
 *
 * @param threads in the order in which they are started
 */
public record ServiceThreads(List<ServiceThread> threads) implements AutoCloseable {

  public ServiceThreads {
    threads = List.copyOf(threads);
  }

  /** Starts one thread after the other, each as {@link ServiceThread#start}. */
  public void start(Duration deadline) {
    threads.forEach(thread -> thread.start(deadline));
  }

  /** The state of the least advanced thread; FAILED when one has failed. */
  public ServiceState state() {
    List<ServiceState> states = threads.stream().map(ServiceThread::state).toList();
    for (ServiceState decisive :
        List.of(ServiceState.FAILED, ServiceState.DRAINING, ServiceState.STARTING)) {
      if (states.contains(decisive)) {
        return decisive;
      }
    }
    return states.contains(ServiceState.STOPPED) ? ServiceState.STOPPED : ServiceState.RUNNING;
  }

  /** The problem of the first thread that has one, or empty. */
  public String problem() {
    return threads.stream()
        .map(ServiceThread::problem)
        .filter(sentence -> !sentence.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Requests a stop of all threads, then waits until each has drained. */
  @Override
  public void close() {
    threads.forEach(ServiceThread::stop);
    threads.parallelStream().forEach(ServiceThread::close);
  }
}
