package io.headrace.learner.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A learner in a process of its own, so that it can be killed as an operating system kills. */
final class LearnerProcess {

  private LearnerProcess() {}

  /** Runs a learner until the process dies: {@code RUN BROKER FOLDER}. */
  public static void main(String[] arguments) throws InterruptedException {
    LearnerRun run = new LearnerRun(arguments[0], arguments[1], Path.of(arguments[2]));
    try (LearnerService learner = run.learner("process")) {
      learner.start();
      new CountDownLatch(1).await();
    }
  }

  static Process start(LearnerRun run) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        List.of(
            java.toString(),
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            LearnerProcess.class.getName(),
            run.run(),
            run.bootstrapServers(),
            run.folder().toString());
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(run.folder().resolve("learner.log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
