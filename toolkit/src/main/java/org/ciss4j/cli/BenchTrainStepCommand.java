// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ciss4j.cli.option.PrecisionConverter;
import org.ciss4j.cli.output.Console;
import org.ciss4j.common.CissException;
import org.ciss4j.file.Unchecked;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.option.Precision;
import org.ciss4j.train.StepBenchmark;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ciss bench train-step}: seconds of one iteration and of labelling one batch. */
@Command(
    name = "train-step",
    description = {
      "Times one iteration of DKD in a later step (student and teacher forwards, all losses,"
          + " backward, update) and the labelling of one batch, on random images.",
      "",
      "Nothing else should run meanwhile."
    },
    footer = {
      "  ciss bench train-step",
      "  ciss bench train-step --backbone resnet101 --size 512 --batch 2 --repeat 3 --json"
    })
public final class BenchTrainStepCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description = "Network to train (default: ${DEFAULT-VALUE}).")
  private String backbone = "resnet18";

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Height and width of the images, in pixels (default: ${DEFAULT-VALUE}).")
  private int size = 128;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images per iteration (default: ${DEFAULT-VALUE}).")
  private int batch = 8;

  @Option(
      names = "--old",
      paramLabel = "N",
      description = "Number of old classes (default: ${DEFAULT-VALUE}).")
  private int oldClasses = 15;

  @Option(
      names = "--new",
      paramLabel = "N",
      description = "Number of new classes (default: ${DEFAULT-VALUE}).")
  private int newClasses = 5;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "How often each is timed (default: ${DEFAULT-VALUE}).")
  private int repeat = 10;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description =
          "Seconds before timing begins, while Java compiles (default: ${DEFAULT-VALUE}).")
  private double warmUp = 5;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Processor cores to use (default: OMP_NUM_THREADS, or all where that is not set).")
  private @Nullable Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      converter = PrecisionConverter.class,
      description = "What convolutions multiply: float32, bf16 or auto (default: float32).")
  private Precision precision = Precision.FLOAT32;

  @Option(
      names = "--train-bn",
      description = "Batch statistics, as in base steps; without it they are frozen, as later.")
  private boolean trainNorm;

  @Option(names = "--json", description = "Print one line of JSON; times are in seconds.")
  private boolean json;

  /** Minimum, median and maximum. */
  private record Seconds(double medianS, double minS, double maxS) {
    static Seconds of(StepBenchmark.Timing timing) {
      return new Seconds(
          rounded(timing.median()),
          rounded(Collections.min(timing.seconds())),
          rounded(Collections.max(timing.seconds())));
    }

    private static double rounded(double seconds) {
      return Math.round(seconds * 1e5) / 1e5;
    }
  }

  BenchTrainStepCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Integer wanted = threads;
    if (wanted != null && wanted < 1) {
      throw CissException.usage("expected at least one thread, got %d", wanted);
    }
    StepBenchmark benchmark =
        new StepBenchmark(
            network(), size, batch, oldClasses, newClasses, trainNorm, warmUp, repeat);
    if (wanted != null) {
      Threads.use(wanted);
    }
    StepBenchmark.Result result = benchmark.run();
    console.result(json ? json(result) : text(result));
    return 0;
  }

  private Network network() {
    try {
      return Network.named(backbone).withPrecision(precision);
    } catch (IllegalArgumentException e) {
      throw CissException.usage("%s", e.getMessage()).withCause(e);
    }
  }

  private String json(StepBenchmark.Result result) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("engine", "ciss4j");
    line.put("backbone", backbone);
    line.put("precision", precision.label());
    line.put("size", size);
    line.put("batch", batch);
    line.put("old", oldClasses);
    line.put("new", newClasses);
    line.put("repeat", repeat);
    line.put("threads", Platform.threads());
    line.put("train_bn", trainNorm);
    line.put("train_step", Seconds.of(result.trainStep()));
    line.put("infer", Seconds.of(result.infer()));
    line.put("peak_mib", peakMebibytes());
    line.put("train_step_shares", result.trainStep().shares());
    line.put("infer_shares", result.infer().shares());
    try {
      return new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(StepBenchmark.Result result) {
    List<String> lines = new ArrayList<>();
    lines.add("              median      min      max  seconds");
    lines.add(row("train step", result.trainStep()));
    lines.add(row("inference", result.infer()));
    lines.add("peak memory of the process: " + peakMebibytes() + " MiB");
    lines.add("");
    lines.add("share of the train step:");
    result.trainStep().shares().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .filter(share -> share.getValue() >= 0.005)
        .map(
            share ->
                String.format(
                    Locale.ROOT, "  %5.1f %%  %s", 100 * share.getValue(), share.getKey()))
        .forEach(lines::add);
    return String.join(System.lineSeparator(), lines);
  }

  private static String row(String name, StepBenchmark.Timing timing) {
    Seconds seconds = Seconds.of(timing);
    return String.format(
        Locale.ROOT,
        "%-11s %8.3f %8.3f %8.3f",
        name,
        seconds.medianS(),
        seconds.minS(),
        seconds.maxS());
  }

  /** The most memory the process ever held; 0 where the system does not tell. */
  private static long peakMebibytes() {
    Path status = Path.of("/proc/self/status");
    return Unchecked.call(
        () ->
            !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0));
  }
}
