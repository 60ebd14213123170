package io.headrace.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.cli.doctor.CheckResult;
import io.headrace.cli.doctor.DoctorChecks;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Terminal;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code headrace doctor}: whether this machine can run Headrace, and what to do if not. */
@Command(name = "doctor", description = "Checks that this machine can run Headrace.")
final class DoctorCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private OutputOption output = new OutputOption();

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean failed = false;
    for (Supplier<CheckResult> check : DoctorChecks.all(options.load().config())) {
      CheckResult finding = check.get();
      failed |= finding.level() == CheckResult.Level.FAILED;
      terminal.data(output.format == Format.JSON ? json(finding) : text(finding));
    }
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private static String text(CheckResult finding) {
    return "%-7s %-8s %s".formatted(finding.level(), finding.check(), finding.detail());
  }

  private static String json(CheckResult finding) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("check", finding.check());
    node.put("level", finding.level().name());
    node.put("detail", finding.detail());
    return node.toString();
  }
}
