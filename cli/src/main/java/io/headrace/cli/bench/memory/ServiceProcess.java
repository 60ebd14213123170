package io.headrace.cli.bench.memory;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A {@code headrace} command in a separate process with the Java, class path and JVM options of
 * this one. Its output goes to a file. Closing terminates it, forcibly if it does not drain.
 */
final class ServiceProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);
  private static final int LAST_LINES = 3;
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);
  private static final Pattern HEALTH = Pattern.compile("health +http://127\\.0\\.0\\.1:(\\d+)/");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread killer;

  private ServiceProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts a command.
   *
   * @param options JVM options, added to those of this process
   * @param arguments arguments of {@code headrace}
   */
  static ServiceProcess start(
      String name, Path folder, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(JAVA.resolve("java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.headrace.cli.Headrace");
    command.addAll(arguments);
    Path log = folder.resolve(name + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new ServiceProcess(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /**
   * Waits until the process's health endpoint is open.
   *
   * @return the endpoint's port on loopback
   */
  int awaitPort() {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      requireAlive();
      List<MatchResult> found = HEALTH.matcher(written()).results().toList();
      if (!found.isEmpty()) {
        return Integer.parseInt(found.getFirst().group(1));
      }
      LockSupport.parkNanos(CHECK_INTERVAL.toNanos());
    }
    throw failed("did not start within " + START_LIMIT.toMinutes() + " minutes");
  }

  /** Throws an exception with its last output if the process has ended. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw failed("ended with exit code " + process.exitValue());
    }
  }

  /** Sends a signal with the system's {@code kill} command. */
  void signal(String signal) {
    run("kill", "-" + signal, String.valueOf(pid()));
  }

  /** Forces a full garbage collection in the process. */
  void collectGarbage() {
    run(JAVA.resolve("jcmd").toString(), String.valueOf(pid()), "GC.run");
  }

  private static void run(String... command) {
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(DRAIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HeadraceException failed(String what) {
    return new HeadraceException(
        ErrorCode.ENGINE_FAILED,
        "[%s] the process %s; it wrote: %s".formatted(name, what, reason(written())));
  }

  /** The process's error messages, or its last lines if there are none. */
  static String reason(String written) {
    List<String> lines = written.lines().toList();
    List<String> sentences = lines.stream().filter(line -> line.startsWith("headrace: ")).toList();
    List<String> shown = sentences.isEmpty() ? lines : sentences;
    return String.join(" | ", shown.subList(Math.max(0, shown.size() - LAST_LINES), shown.size()));
  }

  private String written() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(DRAIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IllegalStateException e) {
      process.destroyForcibly(); // The JVM is shutting down; the hook does the same.
    }
  }
}
