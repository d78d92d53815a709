// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.data.Normalization;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.scenario.LabelView;
import org.jspecify.annotations.Nullable;

/**
 * The training batches of one step: iteration i is batch {@code i % perEpoch()} of epoch {@code i /
 * perEpoch()}.
 *
 * <p>Every epoch has its own order (seed {@code shuffle/step<t>/epoch<e>}) and every image its own
 * crop ({@code augment/step<t>/epoch<e>/<id>}), so that a batch depends on nothing but the root
 * seed and its number: threads do not matter, and a run goes on in mid-epoch where it stopped.
 * Images that do not fill a last batch are left out of an epoch, as in the official code; but a
 * step with fewer images than one batch has one smaller batch of them all, where the official code
 * would not train. Labels are in channel space and show new classes only ({@link
 * LabelView#trainingTable()}).
 *
 * <p>Images of earlier steps may be {@linkplain Replay replayed} among them. Where they take half
 * of each batch, they come in turn in orders of their own ({@code shuffle/step<t>/memory<pass>}),
 * and stand at the end of the batch.
 */
public final class TrainingBatches {
  private final List<String> ids;
  private final String step;
  private final Seeds seeds;
  private final Loading loading;
  private final int batchSize;
  private final BatchMaker maker;
  private final byte[] labelTable;
  private final Replay replay;
  private final Map<String, byte[]> replayTables;

  /** Whether images that do not fill a last batch make a smaller one. */
  private final boolean everyImage;

  /** Every second batch is one of these, if there are any. */
  private final @Nullable TrainingBatches others;

  /**
   * Batches of these images.
   *
   * @param ids training images of the step, as {@link StepImages#training} finds them
   * @param replay images of earlier steps among them
   * @param pipeline crop and colours
   * @param seeds the root of the run
   * @throws CissException if there is no image, or one is not of the training part
   */
  public TrainingBatches(
      SegmentationDataset dataset,
      List<String> ids,
      Replay replay,
      LabelView view,
      ImagePipeline pipeline,
      Seeds seeds,
      Loading loading) {
    this.ids = List.copyOf(ids);
    this.replay = replay;
    this.step = "step" + view.step().index();
    this.seeds = seeds;
    this.loading = loading;
    this.batchSize = Math.min(loading.batchSize(), ids.size() + appended());
    this.maker = new BatchMaker(dataset, pipeline, Normalization.IMAGENET);
    this.labelTable = view.trainingTable();
    this.replayTables = new HashMap<>();
    replay
        .images()
        .forEach(
            image -> replayTables.put(image.id(), view.trainingTable(image.labelledClasses())));
    this.everyImage = false;
    this.others = null;
    requireTrainingImages(dataset, view);
  }

  private TrainingBatches(
      TrainingBatches some, boolean everyImage, @Nullable TrainingBatches others) {
    this.ids = some.ids;
    this.replay = some.replay;
    this.step = some.step;
    this.seeds = some.seeds;
    this.loading = some.loading;
    this.batchSize = some.batchSize;
    this.maker = some.maker;
    this.labelTable = some.labelTable;
    this.replayTables = some.replayTables;
    this.everyImage = everyImage;
    this.others = others;
  }

  /** The same with all images in every epoch, whose last batch may be smaller. */
  public TrainingBatches withEveryImage() {
    return new TrainingBatches(this, true, others);
  }

  /**
   * The same with every second batch one of others, whose images all count as replayed; there are
   * as many batches as before, so that half as many of them are of these images.
   */
  public TrainingBatches inTurnWith(TrainingBatches images) {
    return new TrainingBatches(this, everyImage, images);
  }

  /** As the other constructor, with nothing replayed. */
  public TrainingBatches(
      SegmentationDataset dataset,
      List<String> ids,
      LabelView view,
      ImagePipeline pipeline,
      Seeds seeds,
      Loading loading) {
    this(dataset, ids, Replay.none(), view, pipeline, seeds, loading);
  }

  /** The same, with colours as they are. */
  public TrainingBatches(
      SegmentationDataset dataset,
      List<String> ids,
      LabelView view,
      Crop crop,
      Seeds seeds,
      Loading loading) {
    this(dataset, ids, view, ImagePipeline.of(crop), seeds, loading);
  }

  private void requireTrainingImages(SegmentationDataset dataset, LabelView view) {
    if (ids.isEmpty()) {
      throw CissException.usage(
          "step %d of %s has no training image in %s; use another scenario, setting or training"
              + " list",
          view.step().index(), view.scenario().name(), dataset.name());
    }
    Set<String> training = new HashSet<>(dataset.ids(Split.TRAIN));
    Stream.concat(ids.stream(), replay.images().stream().map(Replay.Image::id))
        .filter(id -> !training.contains(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw CissException.usage(
                  "%s is no training image of %s; it must not be trained on", id, dataset.name());
            });
  }

  /** The number of iterations in an epoch; at least 1. */
  public int perEpoch() {
    int images = ids.size() + appended();
    return everyImage
        ? (images + batchSize - 1) / batchSize
        : perEpoch(images, loading.batchSize());
  }

  /** The number of iterations in an epoch of so many images, at least 1 of them. */
  public static int perEpoch(int images, int batchSize) {
    return Math.max(1, images / batchSize);
  }

  private int appended() {
    return replay.mixing() == Replay.Mixing.APPENDED ? replay.images().size() : 0;
  }

  /** How many images at the end of each batch are replayed instead of images of the step. */
  private int replayedPerBatch() {
    boolean half = replay.mixing() == Replay.Mixing.HALF_OF_EACH_BATCH;
    return half && !replay.images().isEmpty() ? loading.batchSize() / 2 : 0;
  }

  /** The images of an iteration, in the order of its batch. */
  public List<String> idsAt(long iteration) {
    return others == null
        ? samples(iteration).stream().map(Sample::id).toList()
        : (iteration % 2 == 0 ? this : others)
            .samples(iteration / 2).stream().map(Sample::id).toList();
  }

  private List<Sample> samples(long iteration) {
    int own = Math.min(batchSize, loading.batchSize() - replayedPerBatch());
    int start = (int) (iteration % perEpoch()) * batchSize;
    String epoch = "epoch" + epochOf(iteration);
    List<Sample> samples = new ArrayList<>();
    List<Integer> order = order(epoch);
    for (int number : order.subList(start, Math.min(order.size(), start + own))) {
      samples.add(sample(number, epoch));
    }
    long first = iteration * replayedPerBatch();
    IntStream.range(0, replayedPerBatch()).forEach(i -> samples.add(inTurn(first + i)));
    return samples;
  }

  /** Numbers of all images of an epoch in its order: those of the step, then what is appended. */
  private List<Integer> order(String epoch) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, ids.size() + appended()).boxed().toList());
    Collections.shuffle(order, seeds.child("shuffle/" + step + "/" + epoch).random());
    return order;
  }

  private Sample sample(int number, String epoch) {
    if (number >= ids.size()) {
      return replayed(replay.images().get(number - ids.size()), epoch);
    }
    String id = ids.get(number);
    Seeds augment = seeds.child("augment/" + step + "/" + epoch);
    return new Sample(id, augment.child(id).value(), labelTable);
  }

  /** Replayed image number n of the step: one pass over the memory follows another. */
  private Sample inTurn(long n) {
    List<Replay.Image> order = new ArrayList<>(replay.images());
    String pass = "memory" + n / order.size();
    Collections.shuffle(order, seeds.child("shuffle/" + step + "/" + pass).random());
    return replayed(order.get((int) (n % order.size())), pass);
  }

  /** A crop of its own, as the image may be one of the step's too. */
  private Sample replayed(Replay.Image image, String pass) {
    Seeds augment = seeds.child("augment/" + step + "/memory/" + pass);
    return new Sample(
        image.id(),
        augment.child(image.id()).value(),
        Objects.requireNonNull(replayTables.get(image.id())));
  }

  private long epochOf(long iteration) {
    return iteration / perEpoch();
  }

  /**
   * The batches of some iterations, over the ends of epochs.
   *
   * @param start the first iteration; 0 for a new step
   * @param end the iteration after the last; {@code epochs * perEpoch()} for a whole step
   */
  public BatchStream stream(long start, long end) {
    return new BatchStream(start, end, loading, this::make);
  }

  private Batch make(long iteration) {
    if (others == null) {
      return maker.make(samples(iteration), replayedPerBatch());
    }
    if (iteration % 2 == 0) {
      return maker.make(samples(iteration / 2), replayedPerBatch());
    }
    List<Sample> samples = others.samples(iteration / 2);
    return others.maker.make(samples, samples.size());
  }
}
