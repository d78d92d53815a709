// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.label.MaskLabels;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * MSRC-v2 with its usual 21 classes: {@code images/ID.jpg} or {@code .bmp}, {@code masks21/ID.png}
 * with 0 to 20 for the classes and 255 for void (unlabelled, horse, mountain), and lists of ids
 * {@code splits/train.txt}, {@code val.txt} and {@code test.txt}.
 *
 * <p>There is no background: number n of a mask is class n + 1 here. Training takes train and val
 * together, as is usual in class-incremental work (335 images in the original split), testing takes
 * test. Shotton et al., "TextonBoost for Image Understanding", IJCV 2009.
 */
public final class MsrcDataset {
  private static final List<String> NAMES =
      List.of(
          "building",
          "grass",
          "tree",
          "cow",
          "sheep",
          "sky",
          "aeroplane",
          "water",
          "face",
          "car",
          "bicycle",
          "flower",
          "sign",
          "bird",
          "book",
          "chair",
          "road",
          "cat",
          "dog",
          "body",
          "boat");
  private static final String TRAINVAL = "train and val";
  private static final String LAYOUT =
      "images/ID.jpg, masks21/ID.png (0 to 20 for the classes, 255 for void) and splits/train.txt,"
          + " val.txt and test.txt";

  private MsrcDataset() {}

  /**
   * Finds the data and reads its lists; looks at no image.
   *
   * @param trainList name of the only list to train on; null for train and val
   * @throws CissException of kind usage if a folder or list is missing; of kind failure if a list
   *     is empty or names an image twice, or if an image is in two of them
   */
  public static FileDataset open(Path root, @Nullable String trainList) {
    Path folder =
        Folders.find(root, List.of("", "msrcv2"), List.of("images", "masks21", "splits"), LAYOUT);
    LabelSpace labels = labelSpace();
    MaskLabels numbers =
        MaskLabels.of(
            IntStream.range(0, NAMES.size()).boxed().collect(Collectors.toMap(n -> n, n -> n + 1)));
    return new FileDataset(
        FileRules.of(labels, numbers), train(folder, trainList), part(folder, "test"));
  }

  /** The classes, none of which is a background. */
  static LabelSpace labelSpace() {
    return LabelSpace.withoutBackground("msrc", NAMES);
  }

  private static DatasetPart train(Path folder, @Nullable String list) {
    return list == null ? part(folder, "train", "val") : part(folder, list);
  }

  private static DatasetPart part(Path folder, String... lists) {
    Path images = folder.resolve("images");
    Stream<String> ids =
        Arrays.stream(lists)
            .flatMap(list -> ImageList.of(folder.resolve("splits"), list).ids().stream());
    List<ImageFiles> files =
        ids.map(
                id ->
                    new ImageFiles(
                        id,
                        Folders.imageOf(images, id),
                        Folders.maskOf(folder.resolve("masks21"), id)))
            .toList();
    String name = lists.length == 1 ? lists[0] : TRAINVAL;
    Path source = ImageList.of(folder.resolve("splits"), lists[0]).file();
    return DatasetPart.of(name, source, files);
  }
}
