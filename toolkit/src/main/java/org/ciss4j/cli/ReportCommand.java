// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Outputs;
import org.ciss4j.cli.run.RunReport;
import org.ciss4j.common.CissException;
import org.ciss4j.report.DatasetReport;
import org.ciss4j.report.Reports;
import org.ciss4j.result.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ciss report}: what came out of one run or several. */
@Command(
    name = "report",
    description = {
      "Writes tables and plots of one or several runs as one HTML file that needs no other, and"
          + " beside it the tables as Markdown and CSV.",
      "",
      "Scores stand beside those that papers print for the same scenario and setting. Several runs"
          + " must be of one data set, scenario, class order, setting and way of scoring. Example"
          + " images need the data of the first run where it was when it was trained; without it"
          + " they are left out."
    },
    footer = {
      "  ciss report runs/dkd",
      "  ciss report runs/dkd runs/fine-tuning --out comparison.html"
    })
public final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Folders that ciss train wrote; the steps that are done are reported.")
  private List<Path> runs = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      description =
          "Where the report goes (default: report.html in the folder of the run; of several runs,"
              + " in the one that holds the first).")
  private @Nullable Path out;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description = "Number of images to show with truth and predictions; 0 for none (default: 4).")
  private int pictures = RunReport.PICTURES;

  ReportCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss report} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("report", args));
  }

  @Override
  public Integer call() {
    if (pictures < 0) {
      throw CissException.usage("--pictures is at least 0, not %d", pictures);
    }
    List<RunDirectory> directories = runs.stream().map(RunDirectory::open).toList();
    if (out != null) {
      DatasetReport.requireHtml(out);
      Outputs.requireBesides(out, Reports.besides(out).toArray(Path[]::new));
    }
    Path html = DatasetReport.requireHtml(out == null ? standard() : out);
    RunReport.write(console, directories, html, pictures);
    return 0;
  }

  private Path standard() {
    Path first = runs.get(0);
    Path folder =
        runs.size() == 1 ? first : Objects.requireNonNullElse(first.getParent(), Path.of(""));
    return folder.resolve("report.html");
  }
}
