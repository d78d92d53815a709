// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.data.Photo;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.report.Palette;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.ExifRule;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.train.Predictor;

/**
 * Labels all images of a folder.
 *
 * @param images the folder
 * @param out folder for the labels, made if it is missing
 * @param exif what is made of the orientations of photographs
 */
record FolderPrediction(Console console, Path images, Path out, ExifRule exif) {

  /**
   * Labels them with the network of a step. An image that cannot be read is said, and left out.
   *
   * @return the exit code
   */
  int of(RunDirectory directory, int step) {
    Map<String, Path> files = files();
    Outputs.requireOthers(
        files.keySet().stream().flatMap(name -> Stream.of(mask(name), overlay(name))),
        files.values());
    int failed = 0;
    try (Predictor predictor = Predictor.load(directory, step)) {
      writeNames(predictor.labelSpace());
      LabelLegend legend = new LabelLegend(predictor.labelSpace());
      for (Map.Entry<String, Path> file : files.entrySet()) {
        failed += label(predictor, file.getKey(), file.getValue(), legend) ? 0 : 1;
      }
      if (failed < files.size()) {
        console.result(legend.toString());
      }
    }
    console.result(
        String.format(
            Locale.ROOT,
            "Labels: %d of %d images in %s",
            files.size() - failed,
            files.size(),
            out));
    return failed == 0 ? 0 : CissException.Kind.FAILURE.exitCode();
  }

  /** The images by the names that their labels get. */
  private Map<String, Path> files() {
    if (!Files.isDirectory(images)) {
      throw CissException.usage(
          "%s is no folder; name one with JPEG or PNG images, or a single one with --image",
          images);
    }
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path file : list()) {
      String name = file.getFileName().toString();
      String stem = name.substring(0, name.lastIndexOf('.'));
      Path other = files.put(stem, file);
      if (other != null) {
        throw CissException.usage(
            "%s and %s would have the same labels, %s.png; rename one", other, file, stem);
      }
    }
    if (files.isEmpty()) {
      throw CissException.usage("folder %s holds no JPEG or PNG image; name another", images);
    }
    return files;
  }

  private List<Path> list() {
    try (Stream<Path> files = Files.list(images)) {
      return files.filter(FolderPrediction::isImage).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && Stream.of(".jpg", ".jpeg", ".png").anyMatch(name::endsWith)
        && Files.isRegularFile(file);
  }

  private Path mask(String name) {
    return out.resolve(name + ".png");
  }

  private Path overlay(String name) {
    return out.resolve("overlay").resolve(name + ".png");
  }

  private boolean label(Predictor predictor, String name, Path file, LabelLegend legend) {
    PngFile mask = PngFile.at(mask(name));
    PngFile overlay = PngFile.at(overlay(name));
    try {
      Photo photo = Photo.read(file, predictor.maxPixels(), exif);
      PredictCommand.remarkOnOrientation(console, file, exif);
      byte[] labels = predictor.labels(photo);
      mask.write(Palette.image(photo.width(), photo.height(), labels));
      overlay.write(LabelImages.overlay(photo, labels));
      legend.add(labels);
      return true;
    } catch (CissException e) {
      console.error(Errors.explain(e));
      return false;
    }
  }

  /** As {@code labels.txt} of a folder of labelled images. */
  private void writeNames(LabelSpace labelSpace) {
    String names =
        IntStream.range(0, labelSpace.size())
            .mapToObj(id -> id + " " + labelSpace.nameOf(id))
            .collect(Collectors.joining("\n", "", "\n"));
    Path file = out.resolve("labels.txt");
    try {
      if (Files.exists(file) && !Files.readString(file).equals(names)) {
        throw CissException.usage(
            "%s is there and names other classes; name another folder with --out", file);
      }
      Files.createDirectories(out);
      AtomicFile.write(file, names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
