// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.set.Folders;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * COCO's panoptic segments: a JSON file, and PNG files whose colours are numbers of segments, red
 * the lowest byte. Crowds and pixels of no segment are void; there is no background.
 */
final class PanopticReader {
  private static final String EXPECTED =
      "a panoptic file of COCO's, with annotations that have segments_info";

  private final ForeignSource source;

  /** What is read of the file. */
  record File(
      @JsonProperty("images") @Nullable List<CocoReader.@Nullable Image> images,
      @JsonProperty("annotations") @Nullable List<@Nullable Segments> annotations,
      @JsonProperty("categories") @Nullable List<CocoReader.@Nullable Category> categories) {}

  /** The segments of an image. */
  record Segments(
      @JsonProperty("image_id") @Nullable CocoId imageId,
      @JsonProperty("file_name") @Nullable String fileName,
      @JsonProperty("segments_info") @Nullable List<@Nullable Segment> segments) {}

  /** A segment. */
  record Segment(
      @JsonProperty("id") @Nullable Integer id,
      @JsonProperty("category_id") @Nullable CocoId categoryId,
      @JsonProperty("iscrowd") @Nullable JsonNode crowd) {}

  PanopticReader(ForeignSource source) {
    this.source = source;
  }

  ForeignData read() {
    File file = JsonFiles.read(source.path(), File.class, EXPECTED);
    List<Segments> annotations = JsonFiles.whole(source.path(), file.annotations(), EXPECTED);
    List<String> remarks = new ArrayList<>();
    ClassNames names = new ClassNames();
    Map<CocoId, Integer> ids =
        CocoReader.ids(
            source.path(),
            JsonFiles.whole(source.path(), file.categories(), EXPECTED),
            names,
            remarks);
    Map<CocoId, String> photoOf = new HashMap<>();
    if (file.images() != null) {
      for (CocoReader.Image image : JsonFiles.whole(source.path(), file.images(), EXPECTED)) {
        if (image.id() != null && image.fileName() != null) {
          photoOf.put(image.id(), image.fileName());
        }
      }
    }
    Photos photos = Photos.around(source.folder(), source.images());
    Photos masks = new Photos(maskFolders());
    List<ForeignImage> images = new ArrayList<>();
    for (Segments segments : annotations) {
      images.add(image(segments, ids, photoOf, photos, masks));
    }
    return ForeignData.of(names.all(), false, images, remarks);
  }

  /** The folder beside the file that has its name is where the masks usually lie. */
  private List<Path> maskFolders() {
    Path beside =
        source.folder().resolve(source.path().getFileName().toString().replace(".json", ""));
    return source
        .masks()
        .map(List::of)
        .orElseGet(() -> Files.isDirectory(beside) ? List.of(beside) : List.of(source.folder()));
  }

  private ForeignImage image(
      Segments segments,
      Map<CocoId, Integer> ids,
      Map<CocoId, String> photoOf,
      Photos photos,
      Photos masks) {
    String name = segments.fileName();
    if (name == null || segments.segments() == null) {
      throw CissException.failure("%s is not %s", source.path(), EXPECTED);
    }
    Map<Integer, Integer> idOf = new HashMap<>(Map.of(0, LabelSpace.VOID));
    for (Segment segment : JsonFiles.whole(source.path(), segments.segments(), EXPECTED)) {
      int id = CocoReader.requireKnown(source.path(), "a segment", segment.categoryId(), ids);
      int label = CocoReader.isCrowd(segment.crowd()) ? LabelSpace.VOID : id;
      Integer number = segment.id();
      if (number == null) {
        throw CissException.failure("%s has a segment of %s without id", source.path(), name);
      }
      Integer other = idOf.put(number, label);
      if (number != 0 && other != null && other != label) {
        throw CissException.failure(
            "%s says two things of segment %d of %s", source.path(), number, name);
      }
    }
    String photo = photoOf.getOrDefault(segments.imageId(), withJpg(name));
    Path mask = masks.find("mask", "--masks", name);
    return Photos.image(Photos.id(photo), photos.find(photo), () -> mask(mask, idOf));
  }

  private static String withJpg(String mask) {
    return Folders.withoutEnding(mask) + ".jpg";
  }

  private Pixels mask(Path file, Map<Integer, Integer> idOf) {
    NumberMask mask = NumberMask.read(file);
    int[] segments = segments(mask, idOf);
    byte[] labels = new byte[segments.length];
    for (int i = 0; i < labels.length; i++) {
      int segment = segments[i];
      Integer id = idOf.get(segment);
      if (id == null) {
        throw CissException.failure(
            "mask %s has pixels of segment %d, which %s does not name",
            file, segment, source.path());
      }
      labels[i] = (byte) (int) id;
    }
    return new Pixels(mask.width(), mask.height(), labels);
  }

  /**
   * Colours are what segments are told by, also where a program that makes files small has given
   * them a palette or made them grey; else it is the numbers that are stored.
   */
  private static int[] segments(NumberMask mask, Map<Integer, Integer> idOf) {
    int[] colours = mask.colours();
    if (colours == null) {
      return mask.numbers();
    }
    int[] segments =
        Arrays.stream(colours)
            .map(rgb -> (rgb & 0xFF) << 16 | (rgb & 0xFF00) | rgb >> 16)
            .toArray();
    boolean known = mask.isColour() || Arrays.stream(segments).allMatch(idOf::containsKey);
    return known ? segments : mask.numbers();
  }
}
