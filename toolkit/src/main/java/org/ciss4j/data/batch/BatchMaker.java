// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.data.BatchArrays;
import org.ciss4j.data.ExtraMaps;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Normalization;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.image.Mats;
import org.ciss4j.data.image.Pixels;
import org.datavec.api.writable.Writable;
import org.datavec.image.data.ImageWritable;

/**
 * Makes a batch of the images it is told: reads, crops, moves colours, normalises and maps labels.
 * Safe for several threads.
 */
public final class BatchMaker {
  private final SegmentationRecordReader reader;
  private final ImagePipeline pipeline;
  private final long mostPixels;
  private final Normalization normalization;

  /** Of images of any size. */
  public BatchMaker(
      SegmentationDataset dataset, ImagePipeline pipeline, Normalization normalization) {
    this(dataset, pipeline, normalization, Long.MAX_VALUE);
  }

  /** Of images that have at most so many pixels. */
  public BatchMaker(
      SegmentationDataset dataset,
      ImagePipeline pipeline,
      Normalization normalization,
      long mostPixels) {
    this.mostPixels = mostPixels;
    this.reader = new SegmentationRecordReader(dataset, List.of());
    this.pipeline = pipeline;
    this.normalization = normalization;
  }

  /** An image and its extra maps as the crop shows them. */
  private record Seen(LabeledImage image, Map<String, byte[]> extras) {}

  /** Batches of these images in their order, the last one perhaps smaller; none is replayed. */
  BatchStream inOrder(List<Sample> samples, Loading loading) {
    int size = loading.batchSize();
    int count = (samples.size() + size - 1) / size;
    return new BatchStream(
        0,
        count,
        loading,
        number -> {
          int start = (int) number * size;
          return make(samples.subList(start, Math.min(samples.size(), start + size)), 0);
        });
  }

  /** A batch of these images, the last ones of which are replayed. */
  public Batch make(List<Sample> samples, int replayed) {
    List<Seen> all = samples.stream().map(this::cropped).toList();
    LabeledImage first = all.get(0).image();
    all.forEach(seen -> requireSameSize(first, seen.image()));
    BatchArrays arrays =
        new BatchArrays(
            all.size(), first.width(), first.height(), normalization, pipeline.extras().keySet());
    for (int n = 0; n < all.size(); n++) {
      arrays.put(n, all.get(n).image(), samples.get(n).labelTable(), all.get(n).extras());
    }
    return arrays.toBatch(samples.stream().map(Sample::id).toList(), replayed);
  }

  private Seen cropped(Sample sample) {
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
  private Seen read(Sample sample) {
    String id = sample.id();
    long seed = sample.seed();
    try (PointerScope scope = new PointerScope()) {
      List<Writable> read = reader.record(id);
      ImageWritable whole = (ImageWritable) read.get(0);
      requireRoom(id, whole);
      ImageWritable image =
          coloured(CropTransform.ofImage(pipeline.crop()).transform(whole, new Random(seed)), seed);
      ImageWritable label =
          CropTransform.ofLabel(pipeline.crop())
              .transform((ImageWritable) read.get(1), new Random(seed));
      return new Seen(
          new LabeledImage(
              id, image.getWidth(), image.getHeight(), Mats.bytes(image), Mats.bytes(label)),
          extras(id, whole, seed));
    }
  }

  private void requireRoom(String id, ImageWritable whole) {
    long pixels = (long) whole.getWidth() * whole.getHeight();
    if (pixels > mostPixels) {
      throw CissException.usage(
          "image %s is %dx%d, %.1f million pixels, and the memory is enough for %.1f million at its"
              + " own size; score the middle of images with --evaluate crop, or scale it and its"
              + " mask down",
          id, whole.getWidth(), whole.getHeight(), pixels / 1e6, mostPixels / 1e6);
    }
  }

  /** Of the whole image, then cut as that is. */
  private Map<String, byte[]> extras(String id, ImageWritable whole, long seed) {
    if (pipeline.extras().isEmpty()) {
      return Map.of();
    }
    Pixels image = new Pixels(whole.getWidth(), whole.getHeight(), Mats.bytes(whole));
    Map<String, byte[]> cut = new HashMap<>();
    pipeline.extras().forEach((name, maps) -> cut.put(name, cut(name, maps, id, image, seed)));
    return cut;
  }

  private byte[] cut(String name, ExtraMaps maps, String id, Pixels image, long seed) {
    byte[] map = maps.of(id, image);
    if (map.length != image.width() * image.height()) {
      throw CissException.failure(
          "map '%s' of image %s has %d numbers, and the image %dx%d pixels; give one number for"
              + " each pixel, row by row",
          name, id, map.length, image.width(), image.height());
    }
    return Mats.bytes(
        CropTransform.ofMap(pipeline.crop())
            .transform(Mats.ofLabels(image.width(), image.height(), map), new Random(seed)));
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
