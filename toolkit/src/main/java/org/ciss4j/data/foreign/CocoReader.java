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
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.ImageSize;
import org.ciss4j.data.image.Pixels;
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
      @JsonProperty("images") @Nullable List<@Nullable Image> images,
      @JsonProperty("annotations") @Nullable List<@Nullable Thing> annotations,
      @JsonProperty("categories") @Nullable List<@Nullable Category> categories) {}

  /** An image. */
  record Image(
      @JsonProperty("id") @Nullable CocoId id,
      @JsonProperty("file_name") @Nullable String fileName,
      @JsonProperty("width") int width,
      @JsonProperty("height") int height) {}

  /** A class. */
  record Category(
      @JsonProperty("id") @Nullable CocoId id, @JsonProperty("name") @Nullable String name) {}

  /** An object. */
  record Thing(
      @JsonProperty("image_id") @Nullable CocoId imageId,
      @JsonProperty("category_id") @Nullable CocoId categoryId,
      @JsonProperty("segmentation") @Nullable Segmentation segmentation,
      @JsonProperty("area") double area,
      @JsonProperty("iscrowd") @Nullable JsonNode iscrowd) {
    boolean crowd() {
      return isCrowd(iscrowd);
    }
  }

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
      if (!node.isArray()) {
        throw new IOException("expected a list of polygons or a run-length code");
      }
      boolean single = !node.isEmpty() && !node.get(0).isContainerNode();
      List<double[]> polygons = new ArrayList<>();
      for (JsonNode polygon : single ? List.of(node) : node) {
        double[] points = points(polygon);
        if (points.length >= 6) {
          polygons.add(points);
        }
      }
      return new Segmentation(polygons, null);
    }

    boolean isEmpty() {
      return polygons.isEmpty() && runs == null;
    }

    private static double[] points(JsonNode polygon) throws IOException {
      if (!polygon.isArray() || polygon.size() % 2 != 0) {
        throw new IOException(
            "expected x and y of corners in turn, but there are " + polygon.size());
      }
      double[] points = new double[polygon.size()];
      for (int i = 0; i < points.length; i++) {
        points[i] = polygon.get(i).asDouble(Double.NaN);
        String fault = Corners.fault(points[i]);
        if (fault != null) {
          throw new IOException(fault);
        }
      }
      return points;
    }
  }

  CocoReader(ForeignSource source) {
    this.source = source;
  }

  ForeignData read() {
    File file = JsonFiles.read(source.path(), File.class, EXPECTED);
    List<Image> stored = JsonFiles.whole(source.path(), file.images(), EXPECTED);
    List<Thing> annotations = JsonFiles.whole(source.path(), file.annotations(), EXPECTED);
    List<String> remarks = new ArrayList<>();
    ClassNames names = new ClassNames();
    Map<CocoId, Integer> ids =
        ids(
            source.path(),
            JsonFiles.whole(source.path(), file.categories(), EXPECTED),
            names,
            remarks);
    Set<CocoId> known = imageIds(stored);
    Map<CocoId, List<Thing>> things = new HashMap<>();
    int unplaced = 0;
    int crowds = 0;
    int elsewhere = 0;
    for (Thing thing : annotations) {
      requireKnown(source.path(), "an annotation", thing.categoryId(), ids);
      if (thing.imageId() == null || !known.contains(thing.imageId())) {
        elsewhere++;
      } else if (thing.segmentation() == null || thing.segmentation().isEmpty()) {
        unplaced++;
      } else {
        crowds += thing.crowd() ? 1 : 0;
        things.computeIfAbsent(thing.imageId(), key -> new ArrayList<>()).add(thing);
      }
    }
    if (elsewhere > 0) {
      remarks.add(elsewhere + " annotations are of images that are not named, and are left out");
    }
    if (unplaced > 0) {
      remarks.add(
          unplaced
              + " annotations have boxes alone, without pixels, and are left out: what they show"
              + " is background");
    }
    if (crowds > 0) {
      remarks.add(
          crowds
              + " annotations are crowds (iscrowd is 1), whose pixels are void; CVAT writes so what"
              + " was painted with its brush: set iscrowd to 0 where they are single objects");
    }
    boolean likeLabelMe = isLikeLabelMe(stored, things);
    Photos photos = Photos.around(source.folder(), source.images());
    List<ForeignImage> images = new ArrayList<>();
    for (Image image : stored) {
      List<Thing> here = things.getOrDefault(image.id(), List.of());
      images.add(image(image, here, ids, photos, likeLabelMe));
    }
    return ForeignData.of(names.all(), true, images, remarks);
  }

  /** The id of each category, in the order of the categories' own numbers. */
  static Map<CocoId, Integer> ids(
      Path file, List<Category> categories, ClassNames names, List<String> remarks) {
    SortedMap<CocoId, String> nameOf = new TreeMap<>();
    for (Category category : categories) {
      String name = category.name();
      if (category.id() == null || name == null || name.isBlank()) {
        throw CissException.failure("%s has a category without id or name", file);
      }
      if (nameOf.put(category.id(), name) != null) {
        throw CissException.failure("%s has two categories of the id %s", file, category.id());
      }
    }
    if (new HashSet<>(nameOf.values()).size() < nameOf.size()) {
      remarks.add("some categories have the same name, and become one class");
    }
    Map<CocoId, Integer> ids = new HashMap<>();
    nameOf.forEach((id, name) -> ids.put(id, names.add(name)));
    return ids;
  }

  /** The class of a category that must be named. */
  static int requireKnown(
      Path file, String what, @Nullable CocoId category, Map<CocoId, Integer> ids) {
    Integer id = ids.get(category);
    if (id == null) {
      throw CissException.failure(
          "%s has %s %s",
          file,
          what,
          category == null
              ? "without a category"
              : "of category " + category + ", which it does not name; name it under categories");
    }
    return id;
  }

  /** Numbers, true and false are all in use. */
  static boolean isCrowd(@Nullable JsonNode node) {
    return node != null && node.asInt() != 0;
  }

  private Set<CocoId> imageIds(List<Image> images) {
    Set<CocoId> ids = new HashSet<>();
    for (Image image : images) {
      if (image.id() == null || !ids.add(image.id())) {
        throw CissException.failure(
            "%s has %s",
            source.path(),
            image.id() == null ? "an image without id" : "two images of the id " + image.id());
      }
    }
    return ids;
  }

  private ForeignImage image(
      Image image,
      List<Thing> things,
      Map<CocoId, Integer> ids,
      Photos photos,
      boolean likeLabelMe) {
    if (image.fileName() == null || image.width() <= 0 || image.height() <= 0) {
      throw CissException.failure(
          "%s has an image without file_name, width or height", source.path());
    }
    Path photo = photos.find(image.fileName());
    return Photos.image(
        Photos.id(image.fileName()), photo, () -> mask(image, photo, things, ids, likeLabelMe));
  }

  private Pixels mask(
      Image image, Path photo, List<Thing> things, Map<CocoId, Integer> ids, boolean likeLabelMe) {
    Photos.requireSize(source.path(), new ImageSize(image.width(), image.height()), photo);
    Canvas canvas = new Canvas(image.width(), image.height(), LabelSpace.BACKGROUND);
    // Sorting keeps the file's order among equals.
    IdentityHashMap<Thing, Double> areas = new IdentityHashMap<>();
    things.stream()
        .filter(thing -> !thing.crowd())
        .forEach(thing -> areas.put(thing, area(thing, image, likeLabelMe)));
    Stream.concat(
            things.stream().filter(Thing::crowd),
            things.stream()
                .filter(areas::containsKey)
                .sorted(Comparator.<Thing, Double>comparing(areas::get).reversed()))
        .forEach(
            thing -> {
              int id = requireKnown(source.path(), "an annotation", thing.categoryId(), ids);
              paint(thing, canvas, thing.crowd() ? LabelSpace.VOID : id, likeLabelMe);
            });
    return canvas.pixels();
  }

  /** As the file says, or counted where it does not. */
  private double area(Thing thing, Image image, boolean likeLabelMe) {
    if (thing.area() > 0) {
      return thing.area();
    }
    Canvas canvas = new Canvas(image.width(), image.height(), 0);
    paint(thing, canvas, 1, likeLabelMe);
    return canvas.count(1);
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
  private boolean isLikeLabelMe(List<Image> images, Map<CocoId, List<Thing>> things) {
    int[] right = new int[2];
    images.stream()
        .flatMap(
            image ->
                things.getOrDefault(image.id(), Collections.emptyList()).stream()
                    .filter(thing -> !thing.crowd() && thing.area() == Math.rint(thing.area()))
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
