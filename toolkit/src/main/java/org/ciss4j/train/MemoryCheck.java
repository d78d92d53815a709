// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.StepImages;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.machine.MachineMemory;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.method.Method;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.scenario.Step;

/** Whether there is memory enough for all steps of a run, found out before the first begins. */
final class MemoryCheck implements AutoCloseable {
  /** What is needed may be less than is reckoned by this factor; what would run is not refused. */
  private static final double DOUBT = 1.1;

  /** Images that are opened for their size where images are scored at their own. */
  private static final int LOOKED_AT = 3;

  private static final int CROP_STEP = 16;
  private static final double MIB = 1L << 20;
  private static final double GIB = 1L << 30;

  private final Experiment experiment;
  private final List<String> loaded;
  private final StepImages images;
  private final StepScorer scorer;
  private final List<Kind> kinds;

  /**
   * Steps that take the same memory but for the number of their outputs.
   *
   * @param largest of these steps the one with most outputs
   * @param images that the largest batch can have
   */
  private record Kind(StepMemory largest, int images, boolean needsSeveralImages) {}

  /** What tells kinds apart. */
  private record Key(Mode mode, List<String> terms, boolean completed, boolean trainsDecoder) {}

  /**
   * Builds the graphs.
   *
   * @param first the first step that is not done
   * @param loaded names of the parameters that came from a weights file
   */
  MemoryCheck(
      Experiment experiment, int first, List<String> loaded, StepImages images, StepScorer scorer) {
    this.experiment = experiment;
    this.loaded = loaded;
    this.images = images;
    this.scorer = scorer;
    List<Step> steps = experiment.trained().steps();
    Map<Key, List<Step>> byKey = new LinkedHashMap<>();
    steps
        .subList(first, steps.size())
        .forEach(step -> byKey.computeIfAbsent(key(step), key -> new ArrayList<>()).add(step));
    this.kinds = byKey.values().stream().map(this::kind).toList();
  }

  private Key key(Step step) {
    return new Key(
        experiment.mode(step, loaded),
        terms(step).stream().map(LossTerm::name).toList(),
        experiment.method().pseudoLabels(step, experiment.layout(step)).isPresent(),
        experiment.method().trainsDecoder(experiment.trained(), step));
  }

  private Kind kind(List<Step> steps) {
    Step last = steps.get(steps.size() - 1);
    Mode mode = experiment.mode(last, loaded);
    int most = steps.stream().mapToInt(step -> images.training(step).size()).max().orElseThrow();
    return new Kind(
        new StepMemory(experiment, last, terms(last), mode),
        most + experiment.memory().images(),
        mode.needsSeveralImages());
  }

  private List<LossTerm> terms(Step step) {
    Method method = experiment.method();
    boolean replays = experiment.memory().replays() && !step.isBase();
    return Stream.concat(
            method.lossTerms(step).stream(),
            (replays ? method.memoryTerms(step) : List.<LossTerm>of()).stream())
        .toList();
  }

  /**
   * What the step takes that takes most.
   *
   * @param batch images of a batch
   * @param crop height and width of these
   */
  StepMemory.Demand need(int batch, int crop) {
    StepMemory.Size scored = scoredSize(crop);
    int evaluated =
        experiment.evaluation().region() == EvaluationConfig.Region.FULL
            ? 1
            : Math.min(batch, experiment.evaluationBatch());
    return kinds.stream()
        .map(kind -> kind.largest.of(Math.min(batch, kind.images), crop, evaluated, scored))
        .max(Comparator.comparingLong(StepMemory.Demand::bytes))
        .orElseThrow();
  }

  private StepMemory.Size scoredSize(int crop) {
    if (experiment.evaluation().region() != EvaluationConfig.Region.FULL) {
      return new StepMemory.Size(crop, crop);
    }
    Step last = experiment.trained().get(experiment.trained().stepCount() - 1);
    return scorer.ids(last).stream()
        .limit(LOOKED_AT)
        .map(experiment.dataset()::read)
        .map(image -> new StepMemory.Size(image.width(), image.height()))
        .max(Comparator.comparingLong(size -> (long) size.width() * size.height()))
        .orElse(new StepMemory.Size(crop, crop));
  }

  /**
   * Refuses what does not fit.
   *
   * @param remarks told where it fits barely
   * @throws CissException of kind usage with what would fit
   */
  void require(MachineMemory memory, Consumer<String> remarks) {
    if (kinds.isEmpty()) {
      return; // All steps are done.
    }
    int batch = experiment.training().batchSize();
    int crop = experiment.training().crop();
    StepMemory.Demand need;
    try {
      need = need(batch, crop);
    } catch (CissException e) {
      throw e;
    } catch (RuntimeException e) {
      // An op that somebody has added may look into numbers, of which there are none.
      remarks.accept("how much memory the steps need cannot be reckoned: " + e.getMessage());
      return;
    }
    if (fits(need, memory)) {
      if (2 * need.bytes() > memory.bytes()) {
        remarks.accept(
            String.format(
                Locale.ROOT,
                "step %d needs about %s of the %s of memory that may be used",
                need.step(),
                gib(need.bytes()),
                gib(memory.bytes())));
      }
      return;
    }
    throw CissException.usage(
        "step %d would need about %s of memory, its largest array %s, and %s is %s; %s",
        need.step(),
        gib(need.bytes()),
        gib(need.largest()),
        memory.source(),
        gib(memory.bytes()),
        remedy(batch, crop, memory));
  }

  private static boolean fits(StepMemory.Demand need, MachineMemory memory) {
    return need.bytes() / DOUBT <= memory.bytes();
  }

  private String remedy(int batch, int crop, MachineMemory memory) {
    int least = kinds.stream().anyMatch(Kind::needsSeveralImages) ? 2 : 1;
    int smallerBatch = largest(least, batch - 1, images -> fits(need(images, crop), memory));
    int smallerCrop =
        CROP_STEP
            * largest(
                2, (crop - 1) / CROP_STEP, side -> fits(need(batch, CROP_STEP * side), memory));
    List<String> remedies = new ArrayList<>();
    if (smallerBatch > 0) {
      remedies.add("a batch size of " + smallerBatch);
    }
    if (smallerCrop > 0) {
      remedies.add("a crop of " + smallerCrop);
    }
    return remedies.isEmpty()
        ? String.format(
            Locale.ROOT,
            "even the smallest batches and crops would need %s, so allow more or use a smaller"
                + " backbone",
            gib(need(Math.min(least, batch), Math.min(crop, 2 * CROP_STEP)).bytes()))
        : String.join(" or ", remedies) + " would fit";
  }

  /** The largest number that fits, all smaller ones fitting too; 0 if there is none. */
  private static int largest(int least, int most, IntPredicate fits) {
    int low = least - 1;
    int high = most;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (fits.test(middle)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low < least ? 0 : low;
  }

  private static String gib(long bytes) {
    return bytes < GIB / 10
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / MIB)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }

  /** Frees what the graphs hold. */
  @Override
  public void close() {
    kinds.forEach(kind -> kind.largest.close());
  }
}
