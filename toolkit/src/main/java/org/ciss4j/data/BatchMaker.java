// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.ciss4j.data.image.Mats;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.Seeds;
import org.datavec.api.writable.Writable;
import org.datavec.image.data.ImageWritable;

/**
 * Makes a batch of the images it is told: reads, crops, moves colours, normalises and maps labels.
 * Safe for several threads.
 */
final class BatchMaker {
  private final SegmentationRecordReader reader;
  private final ImagePipeline pipeline;
  private final Normalization normalization;

  BatchMaker(SegmentationDataset dataset, ImagePipeline pipeline, Normalization normalization) {
    this.reader = new SegmentationRecordReader(dataset, List.of());
    this.pipeline = pipeline;
    this.normalization = normalization;
  }

  /** A batch of these images, the last ones of which are replayed. */
  Batch make(List<Sample> samples, int replayed) {
    List<LabeledImage> images = samples.stream().map(this::cropped).toList();
    LabeledImage first = images.get(0);
    images.forEach(image -> requireSameSize(first, image));
    BatchArrays arrays =
        new BatchArrays(images.size(), first.width(), first.height(), normalization);
    for (int n = 0; n < images.size(); n++) {
      arrays.put(n, images.get(n), samples.get(n).labelTable());
    }
    return arrays.toBatch(samples.stream().map(Sample::id).toList(), replayed);
  }

  private LabeledImage cropped(Sample sample) {
    try {
      return read(sample);
    } catch (OutOfMemoryError e) {
      throw CissException.failure(
              "image %s does not fit into the memory that there is (%s); scale it and its mask"
                  + " down, or give more heap: CISS_JAVA_OPTS=-Xmx8g",
              sample.id(), e.getMessage())
          .withCause(e);
    }
  }

  /** The scope frees every native image at once, where the garbage collector would come late. */
  @SuppressWarnings("try")
  private LabeledImage read(Sample sample) {
    String id = sample.id();
    long seed = sample.seed();
    try (PointerScope scope = new PointerScope()) {
      List<Writable> read = reader.record(id);
      ImageWritable image =
          coloured(
              CropTransform.ofImage(pipeline.crop())
                  .transform((ImageWritable) read.get(0), new Random(seed)),
              seed);
      ImageWritable label =
          CropTransform.ofLabel(pipeline.crop())
              .transform((ImageWritable) read.get(1), new Random(seed));
      return new LabeledImage(
          id, image.getWidth(), image.getHeight(), Mats.bytes(image), Mats.bytes(label));
    }
  }

  private ImageWritable coloured(ImageWritable image, long seed) {
    ColourJitter colour = pipeline.colour();
    return colour.equals(ColourJitter.NONE)
        ? image
        : new ColourTransform(colour).transform(image, new Seeds(seed).child("colour").random());
  }

  private static void requireSameSize(LabeledImage first, LabeledImage image) {
    if (image.width() != first.width() || image.height() != first.height()) {
      throw CissException.usage(
          "images %s (%dx%d) and %s (%dx%d) cannot share a batch; crop them to one size or use"
              + " batch size 1",
          first.id(), first.width(), first.height(), image.id(), image.width(), image.height());
    }
  }
}
