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
import org.ciss4j.cli.option.CertaintyOptions;
import org.ciss4j.cli.option.PredictionOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.LabelLegend;
import org.ciss4j.cli.output.Outputs;
import org.ciss4j.cli.output.PixelTable;
import org.ciss4j.cli.output.ProgressLine;
import org.ciss4j.cli.run.Errors;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Photo;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.train.Predictor;

/**
 * Labels all images of a folder.
 *
 * @param images what an {@link ImageFinder} finds
 * @param out folder for the labels, made if it is missing
 * @param exif what is made of the orientations of photographs
 * @param asked what is written beside labels
 */
record FolderPrediction(
    Console console, String images, Path out, ExifRule exif, CertaintyOptions asked) {
  private static final int BAR = 16;

  /**
   * Labels them with the network of a step. An image that cannot be read is said, and left out.
   *
   * @return the exit code
   */
  int of(PredictionOptions options, RunDirectory directory, int step) {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw CissException.usage(
          "output %s is a file, and labels of --images go into a folder; name one with --out", out);
    }
    Map<String, Path> files = files();
    List<Path> written =
        files.keySet().stream()
            .flatMap(name -> PredictedFiles.within(out, name, asked).paths())
            .toList();
    Outputs.requireDistinct(written);
    Outputs.requireOthers(written.stream(), files.values());
    int failed;
    try (Predictor predictor = options.load(directory, step)) {
      writeNames(predictor.labelSpace());
      PixelTable pixels = new PixelTable(predictor.labelSpace());
      LabelLegend legend = new LabelLegend(predictor.labelSpace());
      failed = label(predictor, files, legend, pixels);
      write(out.resolve("pixels.csv"), pixels.toString());
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
    return failed == 0 ? 0 : Errors.exitCode(CissException.Kind.FAILURE);
  }

  /**
   * Labels image by image.
   *
   * @return how many could not be read
   */
  private int label(
      Predictor predictor, Map<String, Path> files, LabelLegend legend, PixelTable pixels) {
    ProgressLine line = new ProgressLine(console.err(), console.terminal(), System::nanoTime);
    long start = System.nanoTime();
    int done = 0;
    int failed = 0;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      try {
        byte[] labels = label(predictor, file.getKey(), file.getValue());
        legend.add(labels);
        pixels.add(file.getKey() + ending(file.getValue()), labels);
      } catch (CissException e) {
        line.clear();
        console.error(Errors.explain(e));
        failed++;
      }
      show(line, ++done, files.size(), System.nanoTime() - start);
    }
    line.clear();
    return failed;
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.'));
  }

  private void show(ProgressLine line, int done, int total, long nanos) {
    if (!console.quiet()) {
      line.show(
          String.format(
              Locale.ROOT,
              "labelling images %s %d/%d  ETA %s",
              ProgressLine.bar(done, total, BAR),
              done,
              total,
              ProgressLine.clock(1e-9 * nanos / done * (total - done))));
    }
  }

  private byte[] label(Predictor predictor, String name, Path file) {
    Photo photo = Photo.read(file, predictor.maxPixels(), exif);
    PredictCommand.remarkOnOrientation(console, file, exif);
    return new PhotoLabels(predictor, asked).write(photo, PredictedFiles.within(out, name, asked));
  }

  /** The images by the names that their labels get: their paths in the folder, without endings. */
  private Map<String, Path> files() {
    ImageFinder finder = ImageFinder.of(images);
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path file : finder.images(out)) {
      String name = finder.folder().relativize(file).toString().replace('\\', '/');
      String stem = name.substring(0, name.lastIndexOf('.'));
      Path other = files.put(stem, file);
      if (other != null) {
        throw CissException.usage(
            "%s and %s would have the same labels, %s.png; rename one", other, file, stem);
      }
    }
    return files;
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(file, names);
  }

  private void write(Path file, String text) {
    try {
      Files.createDirectories(out);
      AtomicFile.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
