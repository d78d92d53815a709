// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.data.option.UnknownClasses;
import org.jspecify.annotations.Nullable;

/**
 * Which images and labels.
 *
 * @param dataset name of the data set: {@code voc}, {@code sample}
 * @param folder its folder; null where it needs none
 * @param joined further folders, whose images are joined with those of the first; mostly empty
 * @param unknownClasses what the background of a folder is that does not name all classes of those
 *     it is joined with
 * @param trainList name of the list of training images; null for the data set's own
 * @param exif what is made of the orientations that photographs say they have
 * @param saliency folder of maps of what stands out in the images, for methods that ask for it;
 *     null to have them computed
 * @param replay folder of images of old classes, for methods that replay such; null for none
 */
public record DataConfig(
    String dataset,
    @Nullable String folder,
    List<String> joined,
    UnknownClasses unknownClasses,
    @Nullable String trainList,
    ExifRule exif,
    @Nullable String saliency,
    @Nullable String replay) {

  /** Configurations that were written before there was a rule leave it out. */
  public DataConfig {
    joined = List.copyOf(joined);
    exif = Objects.requireNonNullElse(exif, ExifRule.AUTO);
  }

  /** A data set without a folder, with its own list of training images. */
  public static DataConfig of(String dataset) {
    return new DataConfig(
        dataset, null, List.of(), UnknownClasses.BACKGROUND, null, ExifRule.AUTO, null, null);
  }

  /** The same in this folder. */
  public DataConfig withFolder(@Nullable String other) {
    return withFolders(other == null ? List.of() : List.of(other));
  }

  /** All folders in order; none where it needs none. */
  public List<String> folders() {
    return Stream.concat(Stream.ofNullable(folder), joined.stream()).toList();
  }

  /** The same with all folders. */
  public DataConfig withFolders(List<String> others) {
    String first = others.isEmpty() ? null : others.get(0);
    List<String> rest = others.stream().skip(1).toList();
    return new DataConfig(dataset, first, rest, unknownClasses, trainList, exif, saliency, replay);
  }

  /** The same wherever its folders lie; what has none differs from what has one. */
  public DataConfig withoutPlaces() {
    return new DataConfig(
        dataset,
        null,
        Collections.nCopies(joined.size(), ""),
        unknownClasses,
        trainList,
        exif,
        saliency == null ? null : "",
        replay == null ? null : "");
  }

  /** The same in the folders of another one, as far as it has as many. */
  public DataConfig movedTo(DataConfig other) {
    DataConfig moved = joined.size() == other.joined.size() ? withFolders(other.folders()) : this;
    if (saliency != null && other.saliency != null) {
      moved = moved.withSaliency(other.saliency);
    }
    return replay == null || other.replay == null ? moved : moved.withReplay(other.replay);
  }

  /** The same with this made of classes that a folder does not name. */
  public DataConfig withUnknownClasses(UnknownClasses rule) {
    return new DataConfig(dataset, folder, joined, rule, trainList, exif, saliency, replay);
  }

  /** The same with this list of training images. */
  public DataConfig withTrainList(String name) {
    return new DataConfig(dataset, folder, joined, unknownClasses, name, exif, saliency, replay);
  }

  /** The same with this made of orientations. */
  public DataConfig withExif(ExifRule rule) {
    return new DataConfig(
        dataset, folder, joined, unknownClasses, trainList, rule, saliency, replay);
  }

  /** The same with maps of what stands out in this folder. */
  public DataConfig withSaliency(@Nullable String maps) {
    return new DataConfig(dataset, folder, joined, unknownClasses, trainList, exif, maps, replay);
  }

  /** The same with images of old classes in this folder. */
  public DataConfig withReplay(@Nullable String images) {
    return new DataConfig(
        dataset, folder, joined, unknownClasses, trainList, exif, saliency, images);
  }
}
