// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.ciss4j.cli.option.ArgumentFiles;
import org.ciss4j.cli.option.ConfigFile;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.run.Errors;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.train.Natives;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code ciss}. Start it, or one of the main classes of its subcommands, from a shell
 * or an IDE.
 */
@Command(
    name = "ciss",
    description = "Class-incremental semantic segmentation: train, score and use networks.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionFile.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ciss demo",
      "  ciss train --dataset sample --scenario 3-1 --method dkd",
      "  ciss train --dataset voc --data ~/data --scenario 15-1 --epochs 30 --crop 320",
      "  ciss COMMAND --help",
      "",
      "Exit codes: 0 success, 1 the work failed, 2 the request cannot be met,",
      "130 and 143 stopped by Ctrl-C or TERM."
    })
public final class CissCommand {
  private CissCommand() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(runInProcess(args));
  }

  /**
   * Runs a subcommand as if its name had been given; for the mains of subcommands.
   *
   * @param name with that of the command above it, as in {@code data check}
   */
  public static int runSubcommand(String name, String... args) {
    return runInProcess(
        Stream.concat(Stream.of(name.split(" ")), Stream.of(args)).toArray(String[]::new));
  }

  @SuppressWarnings("DefaultCharset") // the console's own, which these writers take
  private static int runInProcess(String... args) {
    Jvm.prepare();
    return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
  }

  /**
   * Runs the command.
   *
   * @param out where results go
   * @param err where progress and errors go
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Console console = new Console(out, err, List.of(args));
    Errors errors = new Errors(console);
    try {
      Natives.requireUsable();
      ArgumentFiles.require(args);
      CommandLine commandLine = errors.installedIn(commandLine(console));
      return commandLine.execute(ConfigFile.expanded(commandLine, args));
    } catch (CissException | OutOfMemoryError | LinkageError e) {
      return errors.failed(e);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** The command with all that is below it, to be read and not to be run: it prints nowhere. */
  public static CommandLine described() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return commandLine(new Console(nowhere, nowhere));
  }

  static CommandLine commandLine(Console console) {
    CommandLine commandLine = new CommandLine(new CissCommand()).addMixin("console", console);
    // After the mixin, so that its options are inherited.
    commandLine
        .addSubcommand(TrainCommand.commandLine(console))
        .addSubcommand(new AdoptCommand(console))
        .addSubcommand(new ExtendCommand(console))
        .addSubcommand(new ForgetCommand(console))
        .addSubcommand(new RerunCommand(console))
        .addSubcommand(new CompareCommand(console))
        .addSubcommand(new AblateCommand(console))
        .addSubcommand(new EvaluateCommand(console))
        .addSubcommand(new ReportCommand(console))
        .addSubcommand(new WatchCommand(console))
        .addSubcommand(new PredictCommand(console))
        .addSubcommand(new ExportCommand(console))
        .addSubcommand(new SplitCommand(console))
        .addSubcommand(DataCommand.commandLine(console))
        .addSubcommand(WeightsCommand.commandLine(console))
        .addSubcommand(new DemoCommand(console))
        .addSubcommand(BenchCommand.commandLine(console))
        .addSubcommand(new DoctorCommand(console))
        .addSubcommand(new CompletionCommand(console));
    ServiceLoader.load(Subcommand.class)
        .forEach(added -> commandLine.addSubcommand(added.commandLine(console)));
    return commandLine
        .registerConverter(Path.class, CissCommand::path)
        .setOut(console.out())
        .setErr(console.err());
  }

  private static Path path(String text) {
    try {
      return FileNames.path(text);
    } catch (CissException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
