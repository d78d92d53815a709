// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ciss4j.Ciss;
import org.ciss4j.cli.option.CommonChoice;
import org.ciss4j.cli.output.AblationTable;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.run.RunReport;
import org.ciss4j.cli.run.SharedBaseRuns;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.Methods;
import org.ciss4j.result.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss ablate}: DKD with and without its parts. */
@Command(
    name = "ablate",
    description = {
      "Trains DKD four times, with and without its parts, and reports them side by side: Table 3 of"
          + " the paper.",
      "",
      "mbce-kd has neither distillation of reasoning scores nor the start of new classifiers from"
          + " the auxiliary one, without-init and without-dkd have one of them, dkd both. The base"
          + " step is the same for all and is trained once. If it was stopped, the same command"
          + " goes on where it was."
    },
    footer = {
      "  ciss ablate --dataset sample --scenario 3-1",
      "  ciss ablate --dataset voc --data ~/data --scenario 15-1 --out runs/table-3"
    })
public final class AblateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonChoice common = new CommonChoice();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Another value for a hyper-parameter of DKD; may be given several times.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of the four runs and their report (default: one in runs/ named after them).")
  private @Nullable Path out;

  AblateCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss ablate} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("ablate", args));
  }

  @Override
  public Integer call() {
    Dkd dkd = (Dkd) Methods.with(Dkd.voc(), settings);
    Ciss whole = common.chosen().method(dkd);
    common.remark(whole).ifPresent(console::note);
    Path folder = out == null ? Path.of("runs", whole.config().directoryName() + "_ablation") : out;
    Map<String, Ciss> runs = new LinkedHashMap<>();
    variants(dkd).forEach((name, variant) -> runs.put(name, whole.method(variant)));
    String again = "the same command";
    console.result(AblationTable.of(new SharedBaseRuns(console, folder, again).train(runs)));
    RunReport.writeIn(
        folder,
        console,
        runs.keySet().stream().map(folder::resolve).map(RunDirectory::open).toList());
    return 0;
  }

  /** By the names of their folders, in the order of the paper's table. */
  private static Map<String, Dkd> variants(Dkd dkd) {
    Map<String, Dkd> variants = new LinkedHashMap<>();
    variants.put("mbce-kd", dkd.withoutDkd().withoutInit());
    variants.put("without-init", dkd.withoutInit());
    variants.put("without-dkd", dkd.withoutDkd());
    variants.put("dkd", dkd);
    return variants;
  }
}
