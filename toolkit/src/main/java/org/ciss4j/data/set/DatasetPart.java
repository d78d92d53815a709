// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.jspecify.annotations.Nullable;

/**
 * One part of a data set on disk.
 *
 * @param name what the part is called where it comes from, such as train_aug
 * @param source the list or the folder that its ids were read from
 * @param files the files of each id, in the order of the source
 * @param remarks what a person should know of how they were found, a line each
 */
record DatasetPart(String name, Path source, Map<String, ImageFiles> files, List<String> remarks) {

  /**
   * Gathers the files of a part.
   *
   * @throws CissException of kind failure if there is none, or an image comes twice
   */
  static DatasetPart of(String name, Path source, List<ImageFiles> files) {
    if (files.isEmpty()) {
      throw CissException.failure(
          Files.isDirectory(source)
              ? "folder %s holds no image; unpack the data again"
              : "list %s is empty; expected one image name a line",
          source);
    }
    Map<String, ImageFiles> byId = new LinkedHashMap<>();
    for (ImageFiles file : files) {
      if (byId.put(file.id(), file) != null) {
        throw CissException.failure(
            "%s has two images %s; remove or rename one", source, file.id());
      }
    }
    return new DatasetPart(name, source, Collections.unmodifiableMap(byId), List.of());
  }

  /** A part that has no image. */
  static DatasetPart none(Path source) {
    return new DatasetPart("none", source, Map.of(), List.of());
  }

  /** The same with these remarks. */
  DatasetPart withRemarks(List<String> texts) {
    return new DatasetPart(name, source, files, List.copyOf(texts));
  }

  /**
   * The same without images that are others, which is remarked.
   *
   * @param again ids, and those of the images that they are
   */
  DatasetPart without(Map<String, String> again) {
    Map<String, ImageFiles> rest = new LinkedHashMap<>(files);
    rest.keySet().removeAll(again.keySet());
    Map.Entry<String, String> one = again.entrySet().iterator().next();
    List<String> more = new ArrayList<>(remarks);
    more.add(
        String.format(
            Locale.ROOT,
            "%d %s of %s %s nothing, such as %s, which is %s",
            again.size(),
            again.size() == 1 ? "link to another image" : "links to other images",
            source,
            again.size() == 1 ? "adds" : "add",
            one.getKey(),
            one.getValue()));
    return new DatasetPart(name, source, Collections.unmodifiableMap(rest), List.copyOf(more));
  }

  List<String> ids() {
    return List.copyOf(files.keySet());
  }

  @Nullable ImageFiles get(String id) {
    return files.get(id);
  }

  /** What to say of an image of which files are not there. */
  String missing(ImageFiles image, List<Path> files) {
    return Files.isDirectory(source) ? stray(image, files) : listed(image, files);
  }

  /** Of an image in a folder, one file is there: that is where its id comes from. */
  private String stray(ImageFiles image, List<Path> missing) {
    boolean lost = missing.equals(List.of(image.image()));
    return String.format(
        Locale.ROOT,
        "%s %s; restore the file or remove what is left of %s",
        lost
            ? "mask " + image.mask() + " has no image:"
            : image.id() + " is in " + source + ", but",
        notThere(missing.get(0)),
        image.id());
  }

  private static String notThere(Path file) {
    return file
        + (Files.isSymbolicLink(file) ? " is a link to what does not exist" : " does not exist");
  }

  private String listed(ImageFiles image, List<Path> missing) {
    boolean both = missing.size() > 1;
    return String.format(
        Locale.ROOT,
        "list %s names %s, but %s%s; restore the file%s or remove the line",
        source,
        image.id(),
        notThere(missing.get(0)),
        both ? ", nor does " + missing.get(1) : "",
        both ? "s" : "");
  }
}
