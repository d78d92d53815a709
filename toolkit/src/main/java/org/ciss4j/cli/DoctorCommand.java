// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.run.LibraryError;
import org.ciss4j.data.image.OpenCv;
import org.ciss4j.graph.machine.MachineMemory;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.model.SelfTest;
import org.ciss4j.result.Environment;
import org.ciss4j.train.Natives;
import picocli.CommandLine.Command;

/** {@code ciss doctor}: whether this machine can train, and what would make it faster. */
@Command(
    name = "doctor",
    description = {
      "Looks at Java, the native libraries, processor, threads, memory and folders, tries the ops"
          + " of a small network, and says in one screen what is there and what to do about what is"
          + " missing.",
      "",
      "Exit code 0 if networks can be trained here, 1 if not."
    },
    footer = {
      "  ciss doctor > doctor.txt         # to send along with a question",
      "  OMP_NUM_THREADS=1 ciss doctor"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final double GIBI = 1 << 30;

  /** Below this, only the smallest networks can be trained. */
  private static final long LITTLE = 4L << 30;

  private final Console console;
  private final List<String> advice = new ArrayList<>();
  private boolean sound = true;

  /** Whether libraries load, as far as is known; once they did not, Java says no more why. */
  private boolean loads = true;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    look("Libraries", DoctorCommand::libraries);
    look("Java", DoctorCommand::java);
    look("Processor", this::processor);
    look("Memory", this::memory);
    look("Folders", this::folders);
    look("Ops", DoctorCommand::ops);
    console.result("");
    advice.forEach(console::result);
    console.result(sound ? "Networks can be trained here." : "Networks cannot be trained here.");
    return sound ? 0 : 1;
  }

  private void look(String what, Supplier<String> finding) {
    String found;
    try {
      found = finding.get();
    } catch (LinkageError e) {
      found = loads ? "FAILED: " + LibraryError.here().explain(e) : "not known without libraries";
      loads = false;
      sound = false;
    } catch (RuntimeException e) {
      found = "FAILED: " + e.getMessage();
      sound = false;
    }
    console.result(String.format(Locale.ROOT, "%-10s %s", what, found));
  }

  private static String libraries() {
    Environment here = Natives.environment();
    return String.format(
        Locale.ROOT,
        "ciss4j %s, %s, %s, oneDNN %s, OpenCV %s",
        here.version(),
        here.backend(),
        here.blas(),
        here.oneDnn(),
        OpenCv.version());
  }

  private static String java() {
    return String.format(
        Locale.ROOT,
        "%s, heap of at most %.1f GiB, on %s",
        Environment.javaOfProcess(),
        Runtime.getRuntime().maxMemory() / GIBI,
        Environment.systemOfProcess());
  }

  private String processor() {
    Environment here = Natives.environment();
    int cores = Runtime.getRuntime().availableProcessors();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    if (here.threads() > 1 && load > cores - 1) {
      advice.add(
          "Other processes keep the cores busy: until they are done, OMP_NUM_THREADS=1 may be"
              + " several times as fast as "
              + here.threads()
              + " threads, which wait for each other.");
    }
    return String.format(
        Locale.ROOT,
        "%d cores, instruction set %s (%s), ops on %d thread%s (OMP_NUM_THREADS %s)%s",
        cores,
        here.instructions(),
        Platform.multipliesBf16() ? "--precision bf16 is faster" : "no bfloat16",
        here.threads(),
        here.threads() == 1 ? "" : "s",
        System.getenv().getOrDefault("OMP_NUM_THREADS", "not set"),
        load < 0 ? "" : String.format(Locale.ROOT, ", load %.1f", load));
  }

  private String memory() {
    MachineMemory limit = MachineMemory.here();
    if (limit.bytes() < LITTLE) {
      advice.add(
          "With so little memory take a small batch and crop, such as --batch 4 --crop 128; a run"
              + " that does not fit is refused before it begins.");
    }
    return String.format(
        Locale.ROOT,
        "%.1f GiB for this process (%s), %.1f GiB free now",
        limit.bytes() / GIBI,
        limit.source(),
        Pointer.availablePhysicalBytes() / GIBI);
  }

  private String folders() {
    List<String> closed = new ArrayList<>();
    Path cache =
        LibraryError.cacheFolder()
            .map(File::toPath)
            .orElse(Path.of(System.getProperty("user.home"), ".javacpp", "cache"));
    for (Path folder : List.of(Path.of("").toAbsolutePath(), temporary(), cache)) {
      if (!isWritable(folder)) {
        closed.add(folder.toString());
      }
    }
    if (closed.contains(Path.of("").toAbsolutePath().toString())) {
      advice.add("Runs are written into runs/ below this folder unless --out names another.");
    }
    return closed.isEmpty()
        ? "this one, that of temporary files and the cache of libraries are writable"
        : "not writable: " + String.join(", ", closed);
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static boolean isWritable(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, "ciss", null));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String ops() {
    return String.format(
        Locale.ROOT,
        "a small network says the same on fast and on portable ones, to %.1e of its largest number",
        SelfTest.run());
  }
}
