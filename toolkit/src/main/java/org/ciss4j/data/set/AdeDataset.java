// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.label.LabelCensus;
import org.ciss4j.data.label.MaskLabels;
import org.ciss4j.scenario.LabelSpace;

/**
 * ADE20K as the MIT Scene Parsing challenge of 2016 gave it out: {@code
 * images/{training,validation}/ID.jpg} and {@code annotations/{training,validation}/ID.png}, 20,210
 * and 2,000 of them.
 *
 * <p>Label 0, "other", is what belongs to none of the 150 classes; as in the official code of DKD
 * it is the background. There is no void. The official code's own list of the base step of 100-50
 * names all 20,210 training images, also the 18 that show none of its classes; here, as in its
 * other lists, a step trains on images that show one of its classes (20,192). Zhou et al., "Scene
 * Parsing through ADE20K Dataset", CVPR 2017.
 */
public final class AdeDataset {
  private static final int CLASSES = 150;
  private static final String CLASS_LIST = "objectInfo150.txt";
  private static final String LAYOUT =
      "ADEChallengeData2016 with images/training, images/validation, annotations/training and"
          + " annotations/validation in it";

  /** The first of the official names of each class, in the order of their ids. */
  private static final String NAMES =
      """
      wall, building, sky, floor, tree, ceiling, road, bed, windowpane, grass, cabinet,
      sidewalk, person, earth, door, table, mountain, plant, curtain, chair, car, water,
      painting, sofa, shelf, house, sea, mirror, rug, field, armchair, seat, fence, desk,
      rock, wardrobe, lamp, bathtub, railing, cushion, base, box, column, signboard,
      chest of drawers, counter, sand, sink, skyscraper, fireplace, refrigerator,
      grandstand, path, stairs, runway, case, pool table, pillow, screen door, stairway,
      river, bridge, bookcase, blind, coffee table, toilet, flower, book, hill, bench,
      countertop, stove, palm, kitchen island, computer, swivel chair, boat, bar,
      arcade machine, hovel, bus, towel, light, truck, tower, chandelier, awning,
      streetlight, booth, television, airplane, dirt track, apparel, pole, land,
      bannister, escalator, ottoman, bottle, buffet, poster, stage, van, ship, fountain,
      conveyer belt, canopy, washer, plaything, swimming pool, stool, barrel, basket,
      waterfall, tent, bag, minibike, cradle, oven, ball, food, step, tank, trade name,
      microwave, pot, animal, bicycle, lake, dishwasher, screen, blanket, sculpture,
      hood, sconce, vase, traffic light, tray, ashcan, fan, pier, crt screen, plate,
      monitor, bulletin board, shower, radiator, glass, clock, flag
      """;

  private AdeDataset() {}

  /**
   * Finds the data; looks at no image.
   *
   * @param root the folder {@code ADEChallengeData2016}, or the one that holds it
   * @throws CissException of kind usage if a folder is missing; of kind failure if one is empty
   */
  public static FileDataset open(Path root) {
    Path folder =
        Folders.find(
            root,
            List.of("", "ADEChallengeData2016"),
            List.of(
                "images/training",
                "images/validation",
                "annotations/training",
                "annotations/validation"),
            LAYOUT);
    LabelSpace labels = labelSpace(folder);
    return new FileDataset(
        FileRules.of(labels, MaskLabels.ids(labels)).withMistake(AdeDataset::reduced),
        part(folder, "training"),
        part(folder, "validation"));
  }

  /** Many tools take one from every number, so that 0 becomes 255 and the classes begin with 0. */
  private static Optional<String> reduced(LabelCensus census) {
    return census.shows(LabelSpace.VOID) && !census.shows(CLASSES)
        ? Optional.of(
            "the masks hold 255, as ADE20K's own never do, and none holds 150 (flag): they were"
                + " reduced by one (reduce_zero_label), which shifts every class; take the masks as"
                + " they come, with 0 to 150")
        : Optional.empty();
  }

  private static DatasetPart part(Path folder, String name) {
    Path images = folder.resolve("images").resolve(name);
    Path masks = folder.resolve("annotations").resolve(name);
    List<ImageFiles> files =
        Folders.idsOf(images, masks).stream()
            .map(id -> new ImageFiles(id, Folders.imageOf(images, id), Folders.maskOf(masks, id)))
            .toList();
    return DatasetPart.of(name, images, files);
  }

  /** The background, called other, and the 150 classes under their official names. */
  public static LabelSpace labelSpace() {
    return labelSpace(List.of(NAMES.strip().split(",\\s+")));
  }

  private static LabelSpace labelSpace(List<String> foreground) {
    return new LabelSpace("ade", Stream.concat(Stream.of("other"), foreground.stream()).toList());
  }

  /** The names in the list that comes with the data, where it is there, else the built-in ones. */
  private static LabelSpace labelSpace(Path folder) {
    Path list = folder.resolve(CLASS_LIST);
    return Files.exists(list) ? labelSpace(namesIn(list)) : labelSpace();
  }

  /** The first name of each line "id, ratio, training images, validation images, names". */
  private static List<String> namesIn(Path list) {
    List<String> lines = Folders.lines(list);
    List<String> names =
        lines.stream()
            .skip(1)
            .map(line -> line.split("\t", -1))
            .map(cells -> cells[cells.length - 1].split(",", 2)[0].strip())
            .toList();
    if (names.size() != CLASSES) {
      throw CissException.failure(
          "%s names %d classes; expected a line of titles and %d classes, so restore or remove it",
          list, names.size(), CLASSES);
    }
    return names;
  }
}
