// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ciss4j.common.CissException;
import org.ciss4j.data.label.MaskLabels;
import org.ciss4j.scenario.LabelSpace;

/**
 * Cityscapes: {@code leftImg8bit/{train,val}/CITY/ID_leftImg8bit.png} and {@code
 * gtFine/{train,val}/CITY/ID_gtFine_labelIds.png}, 2,975 and 500 of them, or the same with {@code
 * labelTrainIds}, which are taken where at least as many of them are there.
 *
 * <p>The 19 classes that the benchmark scores are ids 1 to 19 here, in the order of their train
 * ids. There is no background: whatever else a mask holds is void. Cordts et al., "The Cityscapes
 * Dataset for Semantic Urban Scene Understanding", CVPR 2016.
 */
public final class CityscapesDataset {
  private static final List<String> NAMES =
      List.of(
          "road",
          "sidewalk",
          "building",
          "wall",
          "fence",
          "pole",
          "traffic light",
          "traffic sign",
          "vegetation",
          "terrain",
          "sky",
          "person",
          "rider",
          "car",
          "truck",
          "bus",
          "train",
          "motorcycle",
          "bicycle");

  /** The number of each class in {@code labelIds} masks, which know 34 classes and more. */
  private static final List<Integer> LABEL_IDS =
      List.of(7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33);

  /** Numbers of {@code labelIds} masks that stand for nothing that is scored are below this. */
  private static final int LABEL_ID_COUNT = 34;

  private static final String IMAGE = "_leftImg8bit.png";
  private static final String LABELS = "_gtFine_labelIds.png";
  private static final String TRAIN_LABELS = "_gtFine_labelTrainIds.png";
  private static final String LAYOUT =
      "leftImg8bit/{train,val}/CITY/*" + IMAGE + " and gtFine/{train,val}/CITY/*" + LABELS;

  private CityscapesDataset() {}

  /**
   * Finds the data; looks at no image.
   *
   * @throws CissException of kind usage if a folder is missing; of kind failure if one is empty
   */
  public static FileDataset open(Path root) {
    Path folder =
        Folders.find(
            root,
            List.of("", "cityscapes"),
            List.of("leftImg8bit/train", "leftImg8bit/val", "gtFine/train", "gtFine/val"),
            LAYOUT);
    boolean trainIds = takesTrainIds(folder.resolve("gtFine/train"));
    return new FileDataset(
        FileRules.of(labelSpace(), numbers(trainIds)),
        part(folder, "train", trainIds ? TRAIN_LABELS : LABELS),
        part(folder, "val", trainIds ? TRAIN_LABELS : LABELS));
  }

  private static boolean takesTrainIds(Path masks) {
    List<String> names =
        Folders.folders(masks).stream()
            .flatMap(city -> Folders.images(city).stream())
            .map(Path::toString)
            .toList();
    long trainIds = names.stream().filter(name -> name.endsWith(TRAIN_LABELS)).count();
    long ids = names.stream().filter(name -> name.endsWith(LABELS)).count();
    return trainIds > 0 && trainIds >= ids;
  }

  private static MaskLabels numbers(boolean trainIds) {
    Map<Integer, Integer> idOf = new HashMap<>();
    if (!trainIds) {
      for (int number = 0; number < LABEL_ID_COUNT; number++) {
        idOf.put(number, LabelSpace.VOID);
      }
    }
    for (int i = 0; i < NAMES.size(); i++) {
      idOf.put(trainIds ? i : LABEL_IDS.get(i), i + 1);
    }
    return MaskLabels.of(idOf);
  }

  /** The 19 classes. */
  public static LabelSpace labelSpace() {
    return LabelSpace.withoutBackground("cityscapes", NAMES);
  }

  private static DatasetPart part(Path folder, String name, String maskEnding) {
    Path images = folder.resolve("leftImg8bit").resolve(name);
    Path masks = folder.resolve("gtFine").resolve(name);
    Set<Path> ids = new TreeSet<>(below(images, IMAGE));
    ids.addAll(below(masks, maskEnding));
    List<ImageFiles> files =
        ids.stream()
            .map(
                id ->
                    new ImageFiles(
                        id.getFileName().toString(),
                        images.resolve(id + IMAGE),
                        masks.resolve(id + maskEnding)))
            .toList();
    return DatasetPart.of(name, images, files);
  }

  /** CITY/ID of the files in the folders of a folder that end so. */
  private static List<Path> below(Path folder, String ending) {
    return Folders.folders(folder).stream()
        .flatMap(city -> Folders.images(city).stream())
        .map(file -> folder.relativize(file).toString())
        .filter(file -> file.endsWith(ending))
        .map(file -> Path.of(file.substring(0, file.length() - ending.length())))
        .toList();
  }
}
