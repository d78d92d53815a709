// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * COCO's instances: a JSON file with polygons or run-length codes. Where objects overlap the
 * smaller is seen; crowds, below all others, are void; what no object covers is background.
 *
 * <p>Polygons have the pixels that COCO's tools give them, unless the areas in the file are those
 * of LabelMe's, as in its export.
 */
final class CocoReader {
  private static final String EXPECTED =
      "a file of COCO's, with images, annotations and categories";

  /** Polygons that are drawn in both ways to find out which the file was made in. */
  private static final int TRIED = 50;

  private final ForeignSource source;

  /** What is read of the file. */
  record File(
      @JsonProperty("images") @Nullable List<Image> images,
      @JsonProperty("annotations") @Nullable List<Thing> annotations,
      @JsonProperty("categories") @Nullable List<Category> categories) {}

  /** An image. */
  record Image(
      @JsonProperty("id") @Nullable String id,
      @JsonProperty("file_name") @Nullable String fileName,
      @JsonProperty("width") int width,
      @JsonProperty("height") int height) {}

  /** A class. */
  record Category(@JsonProperty("id") int id, @JsonProperty("name") @Nullable String name) {}

  /** An object. */
  record Thing(
      @JsonProperty("image_id") @Nullable String imageId,
      @JsonProperty("category_id") int categoryId,
      @JsonProperty("segmentation") @Nullable Segmentation segmentation,
      @JsonProperty("area") double area,
      @JsonProperty("iscrowd") int crowd) {}

  /**
   * Where an object is.
   *
   * @param polygons x and y of corners in turn
   * @param runs null where there are polygons
   */
  record Segmentation(List<double[]> polygons, @Nullable RunLengths runs) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Segmentation of(JsonNode node) throws IOException {
      if (node.isObject()) {
        return new Segmentation(List.of(), RunLengths.of(node));
      }
      List<double[]> polygons = new ArrayList<>();
      for (JsonNode polygon : node) {
        double[] points = new double[polygon.size() / 2 * 2];
        for (int i = 0; i < points.length; i++) {
          points[i] = polygon.get(i).asDouble();
        }
        if (points.length >= 6) {
          polygons.add(points);
        }
      }
      return new Segmentation(polygons, null);
    }
  }

  CocoReader(ForeignSource source) {
    this.source = source;
  }

  ForeignData read() {
    File file = JsonFiles.read(source.path(), File.class, EXPECTED);
    if (file.images() == null || file.annotations() == null || file.categories() == null) {
      throw CissException.failure("%s is not %s", source.path(), EXPECTED);
    }
    ClassNames names = new ClassNames();
    Map<Integer, Integer> ids = ids(file.categories(), names);
    Map<String, List<Thing>> things = new HashMap<>();
    List<String> remarks = new ArrayList<>();
    int unplaced = 0;
    for (Thing thing : file.annotations()) {
      if (!ids.containsKey(thing.categoryId())) {
        throw CissException.failure(
            "%s has an annotation of category %d, which it does not name",
            source.path(), thing.categoryId());
      }
      if (thing.segmentation() == null || thing.imageId() == null) {
        unplaced++;
      } else {
        things.computeIfAbsent(thing.imageId(), key -> new ArrayList<>()).add(thing);
      }
    }
    if (unplaced > 0) {
      remarks.add(unplaced + " annotations have boxes alone, without pixels, and are left out");
    }
    boolean likeLabelMe = isLikeLabelMe(file.images(), things);
    Photos photos = Photos.around(source.folder(), source.images());
    List<ForeignImage> images = new ArrayList<>();
    for (Image image : file.images()) {
      List<Thing> here = things.getOrDefault(String.valueOf(image.id()), List.of());
      images.add(image(image, here, ids, photos, likeLabelMe));
    }
    return ForeignData.of(names.all(), true, images, remarks);
  }

  /** The id of each category, in the order of the categories' own numbers. */
  static Map<Integer, Integer> ids(List<Category> categories, ClassNames names) {
    Map<Integer, Integer> ids = new HashMap<>();
    categories.stream()
        .sorted(Comparator.comparingInt(Category::id))
        .forEach(category -> ids.put(category.id(), names.add(String.valueOf(category.name()))));
    return ids;
  }

  private ForeignImage image(
      Image image,
      List<Thing> things,
      Map<Integer, Integer> ids,
      Photos photos,
      boolean likeLabelMe) {
    if (image.fileName() == null || image.width() <= 0 || image.height() <= 0) {
      throw CissException.failure(
          "%s has an image without file_name, width or height", source.path());
    }
    Path photo = photos.find(image.fileName());
    return Photos.image(image.fileName(), photo, () -> mask(image, things, ids, likeLabelMe));
  }

  private Pixels mask(
      Image image, List<Thing> things, Map<Integer, Integer> ids, boolean likeLabelMe) {
    Canvas canvas = new Canvas(image.width(), image.height(), LabelSpace.BACKGROUND);
    // Sorting keeps the file's order among equals.
    Stream.concat(
            things.stream().filter(thing -> thing.crowd() != 0),
            things.stream()
                .filter(thing -> thing.crowd() == 0)
                .sorted(Comparator.comparingDouble(Thing::area).reversed()))
        .forEach(
            thing -> {
              int id = ids.getOrDefault(thing.categoryId(), LabelSpace.VOID);
              paint(thing, canvas, thing.crowd() != 0 ? LabelSpace.VOID : id, likeLabelMe);
            });
    return canvas.pixels();
  }

  private void paint(Thing thing, Canvas canvas, int label, boolean likeLabelMe) {
    Segmentation segmentation = thing.segmentation();
    if (segmentation == null) {
      return;
    }
    RunLengths runs = segmentation.runs();
    if (runs != null) {
      String misfit = runs.misfit(canvas);
      if (misfit != null) {
        throw CissException.failure(
            "%s: a run-length code of image %s is %s", source.path(), thing.imageId(), misfit);
      }
      runs.paint(canvas, label);
    }
    for (double[] polygon : segmentation.polygons()) {
      if (likeLabelMe) {
        new LabelMePolygon(polygon).paint(canvas, label);
      } else {
        new CocoPolygon(polygon, canvas.width(), canvas.height()).paint(canvas, label);
      }
    }
  }

  /** Whether more of the areas in the file are those of LabelMe's polygons than of COCO's. */
  private boolean isLikeLabelMe(List<Image> images, Map<String, List<Thing>> things) {
    int[] right = new int[2];
    images.stream()
        .flatMap(
            image ->
                things.getOrDefault(String.valueOf(image.id()), Collections.emptyList()).stream()
                    .filter(thing -> thing.crowd() == 0 && thing.area() == Math.rint(thing.area()))
                    .map(thing -> Map.entry(image, thing)))
        .limit(TRIED)
        .forEach(
            entry -> {
              for (int way = 0; way < right.length; way++) {
                Image image = entry.getKey();
                Canvas canvas = new Canvas(image.width(), image.height(), 0);
                paint(entry.getValue(), canvas, 1, way == 1);
                right[way] += canvas.count(1) == entry.getValue().area() ? 1 : 0;
              }
            });
    return right[1] > right[0];
  }
}
