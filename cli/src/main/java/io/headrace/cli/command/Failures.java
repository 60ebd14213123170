package io.headrace.cli.command;

import io.headrace.cli.output.Terminal;
import io.headrace.embedded.EmbeddedKafkaException;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FullDisk;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.program.ComputeUnavailableException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Prints an exception of a command as one sentence and maps it to an exit code. */
final class Failures
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    LoggerFactory.getLogger("headrace").debug("the command failed", problem);
    switch (problem) {
      case UncheckedIOException e when FullDisk.isBehind(e) -> printError(FullDisk.messageOf(e));
      case HeadraceException e -> printError(FullDisk.messageOf(e));
      case EmbeddedKafkaException e -> printError(FullDisk.messageOf(e));
      case ModelFormatException e -> printError(e.getMessage());
      case ComputeUnavailableException e -> printError(e.getMessage());
      case IllegalArgumentException e -> printError(e.getMessage());
      case KafkaException e ->
          printError(BrokerFailure.toException("a call of the command", e).getMessage());
      default -> {
        printError(
            "unexpected failure: " + problem + "; this is a bug, please report it with the log");
        problem.printStackTrace(command.getErr());
      }
    }
    return isCallersMistake(problem) ? ExitCode.USAGE : ExitCode.FAILED;
  }

  @Override
  public int handleParseException(CommandLine.ParameterException problem, String[] arguments) {
    printError(problem.getMessage());
    CommandLine command = problem.getCommandLine();
    terminal.message("try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private static boolean isCallersMistake(Exception problem) {
    return problem instanceof IllegalArgumentException
        || problem instanceof ModelFormatException
        || (problem instanceof HeadraceException e
            && e.code().category() == ErrorCode.Category.CALLER);
  }

  private void printError(@org.jspecify.annotations.Nullable String message) {
    terminal.message("headrace: " + message);
  }
}
