// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.scenario.LabelSpace;

/**
 * Coloured shapes on textured ground, drawn on demand: a data set that needs no download.
 *
 * <p>An image shows one to four shapes that differ in place, size, turn and shade, and some clutter
 * in the same colours that belongs to no class. Two classes share each colour, so a class is known
 * by its shape and colour together. Shapes of several classes meet in an image: the overlapped
 * setting differs from the disjoint one, and old classes show up unlabelled in later steps. Some
 * shapes have a thin void contour, as in VOC. Image i of a part depends on the seed, the part and i
 * alone, and is the same on every machine.
 */
public final class SampleDataset implements SegmentationDataset {
  private static final long MOST_KEPT_BYTES = 256L << 20;

  private final Options options;
  private final LabelSpace labelSpace;
  private final Map<Split, List<String>> ids;
  private final Map<Split, Map<String, Set<Integer>>> classes = new HashMap<>();

  /** Drawing takes longer than training on the drawing, so what fits into memory is drawn once. */
  private final Map<String, LabeledImage> drawn = new ConcurrentHashMap<>();

  private final boolean kept;

  /**
   * What is drawn.
   *
   * @param seed root of all that is random
   * @param classes number of foreground classes, 2 to 6
   * @param size width and height of images in pixels, at least 16
   * @param trainImages number of training images
   * @param testImages number of test images
   */
  public record Options(long seed, int classes, int size, int trainImages, int testImages) {
    /**
     * Checks the numbers.
     *
     * @throws CissException if a number is out of range
     */
    public Options {
      if (classes < 2 || classes > Shape.values().length) {
        throw CissException.usage(
            "sample data has 2 to %d classes; %d were asked for", Shape.values().length, classes);
      }
      if (size < 16 || trainImages < 1 || testImages < 1) {
        throw CissException.usage(
            "sample data needs a size of at least 16 pixels and images in both parts; came size %d,"
                + " %d and %d images",
            size, trainImages, testImages);
      }
    }

    /**
     * Four classes on 96x96 pixels, 400 training and 100 test images: enough for 3-1, 2-2 and 2-1.
     */
    public static Options standard() {
      return new Options(1, 4, 96, 400, 100);
    }

    /** Size of all images and labels in memory. */
    private long bytes() {
      return 4L * size * size * ((long) trainImages + testImages);
    }

    /** The same with this many foreground classes. */
    public Options withClasses(int count) {
      return new Options(seed, count, size, trainImages, testImages);
    }

    /** The same with images of this width and height. */
    public Options withSize(int pixels) {
      return new Options(seed, classes, pixels, trainImages, testImages);
    }

    /** The same with this many images. */
    public Options withImages(int train, int test) {
      return new Options(seed, classes, size, train, test);
    }

    /** The same drawn from another seed. */
    public Options withSeed(long other) {
      return new Options(other, classes, size, trainImages, testImages);
    }
  }

  /** The data set of these options. */
  public SampleDataset(Options options) {
    this.options = options;
    this.kept = options.bytes() <= MOST_KEPT_BYTES;
    this.labelSpace = new LabelSpace("sample", Shape.names(options.classes()));
    this.ids =
        Map.of(
            Split.TRAIN, ids("train", options.trainImages()),
            Split.TEST, ids("test", options.testImages()));
  }

  /** The data set of the standard options. */
  public SampleDataset() {
    this(Options.standard());
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + "_" + i).toList();
  }

  @Override
  public LabelSpace labelSpace() {
    return labelSpace;
  }

  @Override
  public List<String> ids(Split split) {
    return ids.getOrDefault(split, List.of());
  }

  @Override
  public LabeledImage read(String id) {
    splitOf(id);
    return kept ? drawn.computeIfAbsent(id, this::paint) : paint(id);
  }

  private LabeledImage paint(String id) {
    Seeds seeds = new Seeds(options.seed()).child("sample/" + id);
    return new SamplePainter(options.size(), options.classes(), seeds.random()).paint(id);
  }

  @Override
  public Set<Integer> classesIn(String id) {
    return index(splitOf(id), Progress.none()).getOrDefault(id, Set.of());
  }

  /** Draws all images of a part once, to see which classes they show; nothing can be broken. */
  @Override
  public void check(Split split, Progress progress) {
    index(split, progress);
  }

  private synchronized Map<String, Set<Integer>> index(Split split, Progress progress) {
    Map<String, Set<Integer>> known = classes.get(split);
    if (known == null) {
      known = ClassIndex.build(ids(split), this::draw, progress);
      classes.put(split, known);
    }
    return known;
  }

  private Set<Integer> draw(String id) {
    Set<Integer> result = new TreeSet<>();
    for (byte label : read(id).label()) {
      result.add(Byte.toUnsignedInt(label));
    }
    result.removeAll(Set.of(LabelSpace.BACKGROUND, LabelSpace.VOID));
    return Set.copyOf(result);
  }

  private Split splitOf(String id) {
    for (Split split : Split.values()) {
      if (ids(split).contains(id)) {
        return split;
      }
    }
    throw CissException.usage(
        "sample data has no image %s; there are train_0 to train_%d and test_0 to test_%d",
        id, options.trainImages() - 1, options.testImages() - 1);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "sample: %d training images, %d test images of %dx%d, %d classes with the background",
        options.trainImages(),
        options.testImages(),
        options.size(),
        options.size(),
        labelSpace.size());
  }
}
