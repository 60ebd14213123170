package io.headrace.cli.command;

import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands under {@code headrace}. */
public final class CommandTree {

  @Command(
      name = "headrace",
      description = "Event-driven RL post-training for language models, on the JVM.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Start with: headrace demo",
        "Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 a goal was not met."
      })
  private static final class Root {}

  private CommandTree() {}

  /** The commands, writing to the given terminal. */
  public static CommandLine of(Terminal terminal) {
    CommandLine root =
        new CommandLine(new Root())
            .addSubcommand(new DemoCommand(terminal))
            .addSubcommand(new UpCommand(terminal))
            .addSubcommand(new StartCommand(terminal))
            .addSubcommand(new ControlCommand.Pause(terminal))
            .addSubcommand(new ControlCommand.Resume(terminal))
            .addSubcommand(new ControlCommand.Stop(terminal))
            .addSubcommand(new LogprobsCommand(terminal))
            .addSubcommand(new GenerateCommand(terminal))
            .addSubcommand(new VerifyCommand(terminal))
            .addSubcommand(new ObjectiveCommand(terminal))
            .addSubcommand(new RecipesCommand(terminal))
            .addSubcommand(new TopicsCommand(terminal))
            .addSubcommand(new TailCommand(terminal))
            .addSubcommand(new DlqCommand(terminal))
            .addSubcommand(ConfigCommand.of(terminal))
            .addSubcommand(new DoctorCommand(terminal))
            .addSubcommand(new BenchCommand(terminal));
    Failures failures = new Failures(terminal);
    root.setExecutionExceptionHandler(failures);
    root.setParameterExceptionHandler(failures);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.getCommandSpec().version("headrace " + Version.CURRENT);
    root.getSubcommands().values().forEach(CommandTree::withHelp);
    return root;
  }

  private static void withHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getSubcommands().values().forEach(CommandTree::withHelp);
  }
}
