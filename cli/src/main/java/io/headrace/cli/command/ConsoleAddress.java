package io.headrace.cli.command;

import io.headrace.cli.process.RunProcess;
import io.headrace.console.ConsoleService;
import java.util.Optional;

/** The address of a process's dashboard. */
final class ConsoleAddress {

  private ConsoleAddress() {}

  static Optional<String> of(RunProcess process) {
    return process.services().stream()
        .filter(ConsoleService.class::isInstance)
        .map(ConsoleService.class::cast)
        .map(console -> console.address().toString())
        .findFirst();
  }
}
