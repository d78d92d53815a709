// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.ImageSize;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.image.Unreadable;
import org.ciss4j.data.set.Folders;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * LabelMe's annotations: a JSON file for each image, with shapes that lie above one another in
 * their order. Masks are those of LabelMe's own export. {@code __ignore__} is void.
 *
 * <p>Shapes without an area of their own, which are lines and points, are left out and counted.
 */
final class LabelMeReader {
  private static final String EXPECTED = "an annotation of LabelMe, with shapes and points";

  private static final List<String> KINDS =
      List.of("polygon", "rectangle", "circle", "mask", "line", "linestrip", "point", "points");

  private final ForeignSource source;
  private final ClassNames names = new ClassNames();
  private final Map<String, Integer> leftOut = new TreeMap<>();

  /** An annotation. */
  record Annotation(
      @JsonProperty("imagePath") @Nullable String imagePath,
      @JsonProperty("imageData") @Nullable String imageData,
      @JsonProperty("imageHeight") @Nullable Integer imageHeight,
      @JsonProperty("imageWidth") @Nullable Integer imageWidth,
      @JsonProperty("shapes") @Nullable List<@Nullable Drawn> shapes) {}

  /** A shape. */
  record Drawn(
      @JsonProperty("label") @Nullable String label,
      @JsonProperty("points") @Nullable List<double @Nullable []> points,
      @JsonProperty("shape_type") @Nullable String type,
      @JsonProperty("mask") @Nullable String mask) {
    String kind() {
      return type == null ? "polygon" : type;
    }

    double[] corners() {
      return Objects.requireNonNull(points).stream()
          .flatMapToDouble(point -> java.util.stream.DoubleStream.of(point[0], point[1]))
          .toArray();
    }
  }

  LabelMeReader(ForeignSource source) {
    this.source = source;
  }

  ForeignData read() {
    List<Path> files = files();
    if (files.isEmpty()) {
      throw CissException.failure(
          "%s has no JSON file; name the folder that LabelMe saved its annotations in",
          source.path());
    }
    source.classNames().forEach(names::add);
    List<ForeignImage> images = new ArrayList<>();
    for (Path file : files) {
      images.add(image(file));
    }
    List<String> remarks = new ArrayList<>();
    leftOut.forEach(
        (kind, count) ->
            remarks.add(count + " shapes of the kind " + kind + " have no area and are left out"));
    return ForeignData.of(names.all(), true, images, remarks);
  }

  private List<Path> files() {
    if (Files.isRegularFile(source.path())) {
      return List.of(source.path());
    }
    try (Stream<Path> files = Files.walk(source.path())) {
      return files.filter(JsonFiles::isJson).sorted().toList();
    } catch (UncheckedIOException e) {
      throw Unreadable.file("folder", source.path(), Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw Unreadable.file("folder", source.path(), e);
    }
  }

  private ForeignImage image(Path file) {
    Annotation annotation = JsonFiles.read(file, Annotation.class, EXPECTED);
    List<Drawn> shapes = JsonFiles.whole(file, annotation.shapes(), EXPECTED);
    List<Integer> labels = new ArrayList<>();
    for (Drawn shape : shapes) {
      requireSound(file, shape);
      labels.add(id(file, Objects.requireNonNull(shape.label())));
      if (!isArea(shape)) {
        leftOut.merge(shape.kind(), 1, Integer::sum);
      }
    }
    String id = Folders.withoutEnding(JsonFiles.withoutEnding(source.relative(file)));
    Optional<Path> photo = photo(file, annotation);
    // The annotation itself may hold the photograph, and is not kept.
    Integer width = annotation.imageWidth();
    Integer height = annotation.imageHeight();
    ForeignImage.Mask mask = () -> mask(file, size(file, width, height, photo), shapes, labels);
    if (photo.isPresent()) {
      return Photos.image(id, photo.get(), mask);
    }
    byte[] embedded = embedded(file, annotation);
    String ending = embedded.length > 0 && embedded[0] == (byte) 0x89 ? "png" : "jpg";
    return new ForeignImage(
        id,
        ending,
        Optional.empty(),
        () -> embedded(file, JsonFiles.read(file, Annotation.class, EXPECTED)),
        mask);
  }

  private int id(Path file, String name) {
    int known = names.all().size();
    int id = names.add(name);
    if (!source.classNames().isEmpty() && names.all().size() > known) {
      throw CissException.failure(
          "%s has a shape called \"%s\", which the class list does not name; add it there, or"
              + " correct the shape",
          file, name);
    }
    return id;
  }

  private static void requireSound(Path file, Drawn shape) {
    List<double @Nullable []> points = shape.points();
    if (shape.label() == null
        || shape.label().isBlank()
        || points == null
        || points.stream().anyMatch(point -> point == null || point.length != 2)) {
      throw CissException.failure(
          "%s is not %s: a shape lacks its label or points", file, EXPECTED);
    }
    for (double place : shape.corners()) {
      String fault = Corners.fault(place);
      if (fault != null) {
        throw CissException.failure(
            "%s has a shape called \"%s\" that cannot be drawn: %s", file, shape.label(), fault);
      }
    }
    if (!KINDS.contains(shape.kind())) {
      throw CissException.failure(
          "%s has a shape of the kind %s, which LabelMe does not draw; expected %s",
          file, shape.kind(), String.join(", ", KINDS));
    }
  }

  private static boolean isArea(Drawn shape) {
    int points = Objects.requireNonNull(shape.points()).size();
    return switch (shape.kind()) {
      case "polygon" -> points > 2;
      case "rectangle" -> points == 2 || points == 4;
      case "circle", "mask" -> points == 2;
      default -> false;
    };
  }

  private Optional<Path> photo(Path file, Annotation annotation) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Photos photos = Photos.around(folder, source.images());
    String named =
        annotation.imagePath() == null || annotation.imagePath().isBlank()
            ? photos.called(JsonFiles.withoutEnding(file.getFileName().toString()))
            : annotation.imagePath();
    try {
      return Optional.of(photos.find(named));
    } catch (CissException e) {
      if (annotation.imageData() == null) {
        throw e;
      }
      return Optional.empty(); // The annotation holds it itself.
    }
  }

  private static byte[] embedded(Path file, Annotation annotation) {
    return decoded(file, "imageData", Objects.requireNonNull(annotation.imageData()));
  }

  private static byte[] decoded(Path file, String field, String text) {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw CissException.failure("%s: its %s is no base64 text", file, field).withCause(e);
    }
  }

  private static Pixels mask(Path file, ImageSize size, List<Drawn> shapes, List<Integer> labels) {
    Canvas canvas = new Canvas(size.width(), size.height(), LabelSpace.BACKGROUND);
    for (int i = 0; i < shapes.size(); i++) {
      if (isArea(shapes.get(i))) {
        paint(file, shapes.get(i), canvas, labels.get(i));
      }
    }
    return canvas.pixels();
  }

  /** The photograph is what masks are laid on; a size that is written may be of another one. */
  private static ImageSize size(
      Path file, @Nullable Integer width, @Nullable Integer height, Optional<Path> photo) {
    if (photo.isEmpty()) {
      if (width == null || height == null || width <= 0 || height <= 0) {
        throw CissException.failure("%s says no size of its image", file);
      }
      return new ImageSize(width, height);
    }
    ImageSize stored = new ImageFile(photo.get()).header().size();
    ImageSize drawn = width == null || height == null ? stored : new ImageSize(width, height);
    Photos.requireSize(file, drawn, photo.get());
    return drawn;
  }

  private static void paint(Path file, Drawn shape, Canvas canvas, int label) {
    double[] corners = shape.corners();
    switch (shape.kind()) {
      case "polygon" -> new LabelMePolygon(corners).paint(canvas, label);
      case "rectangle" -> paintBox(corners, canvas, label);
      case "circle" -> paintCircle(corners, canvas, label);
      default -> paintMask(file, shape, canvas, label);
    }
  }

  /** Two corners, or all four, as programs write them that follow LabelMe. */
  private static void paintBox(double[] corners, Canvas canvas, int label) {
    if (corners.length > 4) {
      new LabelMePolygon(corners).paint(canvas, label);
      return;
    }
    int left = (int) Math.min(corners[0], corners[2]);
    int right = (int) Math.max(corners[0], corners[2]);
    int bottom = (int) Math.max(corners[1], corners[3]);
    for (int y = (int) Math.min(corners[1], corners[3]); y <= bottom; y++) {
      canvas.row(y, left, right, label);
    }
  }

  /** The first point is the middle, the second on the circle. */
  private static void paintCircle(double[] points, Canvas canvas, int label) {
    double radius = Math.hypot(points[2] - points[0], points[3] - points[1]);
    int bottom = (int) Math.floor(points[1] + radius);
    for (int y = (int) Math.ceil(points[1] - radius); y <= bottom; y++) {
      double half = Math.sqrt(Math.max(0, radius * radius - (y - points[1]) * (y - points[1])));
      int from = (int) Math.ceil(points[0] - half);
      canvas.row(y, from, (int) Math.floor(points[0] + half), label);
    }
  }

  /** A small mask of zeros and ones at its place, as LabelMe 5.2 and later have it. */
  private static void paintMask(Path file, Drawn shape, Canvas canvas, int label) {
    String text = shape.mask();
    if (text == null) {
      throw CissException.failure("%s has a shape of the kind mask without a mask", file);
    }
    NumberMask mask = NumberMask.decode(file, decoded(file, "mask", text));
    int left = (int) shape.corners()[0];
    int top = (int) shape.corners()[1];
    for (int i = 0; i < mask.numbers().length; i++) {
      if (mask.numbers()[i] != 0) {
        int x = left + i % mask.width();
        canvas.row(top + i / mask.width(), x, x, label);
      }
    }
  }
}
