// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.ciss4j.cli.output.Console;
import org.ciss4j.common.CissException;
import org.ciss4j.report.LivePage;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.watch.WatchServer;
import org.ciss4j.watch.WatchedFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ciss watch}: a run or a study in the browser while it is trained. */
@Command(
    name = "watch",
    description = {
      "Shows losses, scores and speed of a run, or the trials of a study, in the browser, as they"
          + " are now, until it is interrupted.",
      "",
      "It answers on 127.0.0.1 alone, and reads the files of the folder; training need not know of"
          + " it."
    },
    footer = {
      "  ciss watch runs/dkd",
      "  ciss watch runs/study",
      "  ssh -L 7717:127.0.0.1:7717 server ciss watch runs/dkd   (from another machine)"
    })
public final class WatchCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "Folder of a run or a study.")
  private Path folder = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where to answer; 0 for any port that is free (default: 7717).")
  private int port = WatchServer.PORT;

  WatchCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss watch} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("watch", args));
  }

  @Override
  public Integer call() {
    Function<Instant, LivePage> page = WatchedFolder.pageOf(folder).orElseGet(this::ofRun);
    try (WatchServer server = WatchServer.start(page, port)) {
      console.result("Open " + server.address() + " in a browser; interrupt to end.");
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CissException.failure("interrupted").withCause(e);
    }
  }

  private Function<Instant, LivePage> ofRun() {
    if (!RunDirectory.exists(folder)) {
      throw CissException.usage(
          "folder %s %s; name one that ciss train or ciss tune writes into",
          folder, Files.exists(folder) ? "holds no run and no study" : "does not exist");
    }
    return now -> LivePage.of(folder, now);
  }
}
