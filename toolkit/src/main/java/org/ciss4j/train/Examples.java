// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Batch;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Normalization;
import org.ciss4j.data.Split;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.EvaluationBatches;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images that a run is scored on, cut out and labelled as they are for that, to show what networks
 * make of them. If images are held out for scoring, these are taken, and no test image is opened.
 */
public final class Examples {
  /** So many images of a class are looked at for the one that shows most of it. */
  private static final int LOOKED_AT = 8;

  private final Experiment experiment;
  private final LabelView view;

  /**
   * The images of a run.
   *
   * @param step the classes learnt after it are background in the labels
   * @throws CissException of kind usage if the data is not there
   */
  public Examples(RunConfig config, int step) {
    this.experiment = Experiment.of(config);
    this.view = experiment.rules().view(experiment.scenario(), experiment.scenario().get(step));
  }

  /**
   * Some images in which the classes can be seen: one for each novel class, then one for each base
   * class, then again. The same every time.
   *
   * @param count how many at most
   */
  public List<LabeledImage> choose(int count) {
    Scenario scenario = experiment.scenario();
    List<Integer> classes = new ArrayList<>(view.step().seenClasses());
    List<Integer> base = scenario.baseClasses();
    classes.sort(Comparator.comparing(base::contains));
    List<String> candidates = candidates();
    Set<String> used = new HashSet<>();
    List<LabeledImage> chosen = new ArrayList<>();
    boolean found = true;
    while (found && chosen.size() < count) {
      found = false;
      for (int id : classes) {
        Optional<LabeledImage> image =
            chosen.size() < count ? best(id, candidates, used) : Optional.empty();
        image.ifPresent(chosen::add);
        image.ifPresent(shown -> used.add(shown.id()));
        found |= image.isPresent();
      }
    }
    return chosen;
  }

  /**
   * Names of images that a run is scored on, evenly from all of them.
   *
   * @param count how many at most
   */
  public List<String> spread(int count) {
    List<String> all = candidates();
    int taken = Math.min(count, all.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / taken)))
        .toList();
  }

  private List<String> candidates() {
    if (experiment.evaluation().onHeldOut()) {
      Step trained = experiment.trained().get(Math.min(view.step().index(), lastTrained()));
      return experiment.images().heldOutSoFar(trained);
    }
    return experiment.dataset().ids(Split.TEST);
  }

  private int lastTrained() {
    return experiment.trained().stepCount() - 1;
  }

  /** Of the first few images of a class that are not used yet, the one with most of its pixels. */
  private Optional<LabeledImage> best(int id, List<String> candidates, Set<String> used) {
    List<String> some =
        candidates.stream()
            .filter(image -> !used.contains(image))
            .filter(image -> experiment.dataset().classesIn(image).contains(id))
            .limit(LOOKED_AT)
            .toList();
    return read(some).stream().max(Comparator.comparingLong(image -> pixels(image, id)));
  }

  private static long pixels(LabeledImage image, int id) {
    long count = 0;
    for (byte label : image.label()) {
      count += Byte.toUnsignedInt(label) == id ? 1 : 0;
    }
    return count;
  }

  /** Images by their names, as they are scored. */
  public List<LabeledImage> read(List<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    boolean full = experiment.evaluation().region() == EvaluationConfig.Region.FULL;
    EvaluationBatches batches =
        new EvaluationBatches(
            experiment.dataset(),
            ids,
            view,
            experiment.evaluation().protocol().futureLabel(),
            full ? Crop.none() : Crop.center(experiment.training().crop()),
            experiment.loading(1));
    List<LabeledImage> images = new ArrayList<>();
    try (BatchStream stream = batches.stream()) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          images.add(image(batch));
        }
      }
    }
    return images;
  }

  /** Back from what the network is fed. */
  private LabeledImage image(Batch batch) {
    int height = (int) batch.image().size(2);
    int width = (int) batch.image().size(3);
    int pixels = Math.multiplyExact(height, width);
    Nd4j.getAffinityManager().ensureLocation(batch.image(), Location.HOST);
    Floats values = Floats.of(batch.image());
    float[] plane = new float[pixels];
    byte[] rgb = new byte[Math.multiplyExact(3, pixels)];
    for (int channel = 0; channel < 3; channel++) {
      float mean = Normalization.IMAGENET.mean().get(channel);
      float deviation = Normalization.IMAGENET.standardDeviation().get(channel);
      values.read((long) channel * pixels, plane);
      for (int i = 0; i < pixels; i++) {
        float colour = 255 * (plane[i] * deviation + mean);
        rgb[3 * i + channel] = (byte) Math.max(0, Math.min(255, Math.round(colour)));
      }
    }
    int[] channels = batch.label().data().asInt();
    byte[] label = new byte[pixels];
    for (int i = 0; i < pixels; i++) {
      label[i] = (byte) view.classAt(channels[i]);
    }
    return new LabeledImage(batch.ids().get(0), width, height, rgb, label);
  }
}
