// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.data.Photo;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.Orientation;
import org.ciss4j.report.Palette;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.ExifRule;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.train.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss predict}: labels a photograph. */
@Command(
    name = "predict",
    description = {
      "Labels every pixel of a JPEG or PNG image, of any size, with the network of a run.",
      "",
      "Writes FILE.png, which stores class ids and shows them in the colours of PASCAL VOC, and"
          + " FILE_overlay.png, the image tinted with the same colours. Files of these names are"
          + " replaced. The data of the run is not needed."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ciss predict --run runs/first --image cat.jpg --out cat.png",
      "  ciss predict --run runs/first --step 0 --image cat.jpg --out before.png"
    })
public final class PredictCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "JPEG or PNG image to label.")
  private Path image = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      required = true,
      description = "Where the labels go.")
  private Path out = Path.of("");

  @Option(
      names = "--exif",
      paramLabel = "RULE",
      converter = ExifConverter.class,
      description =
          "What to make of the orientation that the camera noted: apply, which labels what a viewer"
              + " shows, or ignore (default: ignore, with a remark).")
  private ExifRule exif = ExifRule.AUTO;

  PredictCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss predict} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("predict", args));
  }

  @Override
  public Integer call() {
    RunDirectory directory = run.directory();
    int step = run.step(directory);
    PngFile mask = PngFile.at(out);
    PngFile overlay = mask.with("_overlay");
    Outputs.requireOther(mask.path(), image);
    Outputs.requireOther(overlay.path(), image);
    try (Predictor predictor = Predictor.load(directory, step)) {
      Photo photo = Photo.read(image, predictor.maxPixels(), exif);
      remarkOnOrientation();
      byte[] labels = predictor.labels(photo);
      mask.write(Palette.image(photo.width(), photo.height(), labels));
      overlay.write(LabelImages.overlay(photo, labels));
      console.result(legend(labels, predictor.labelSpace()));
    }
    console.result("Labels: " + mask.path());
    console.result("Overlay: " + overlay.path());
    return 0;
  }

  private void remarkOnOrientation() {
    Orientation orientation = new ImageFile(image).header().orientation();
    if (exif == ExifRule.AUTO && orientation.isTurned()) {
      console.note(
          image
              + " has "
              + orientation
              + " and is labelled as it is stored; --exif apply turns it first");
    }
  }

  /** The classes that were found, the largest first. */
  private static String legend(byte[] labels, LabelSpace labelSpace) {
    long[] counts = new long[labelSpace.size()];
    for (byte label : labels) {
      counts[Byte.toUnsignedInt(label)]++;
    }
    return IntStream.range(0, counts.length)
        .filter(id -> counts[id] > 0)
        .boxed()
        .sorted(Comparator.comparing((Integer id) -> -counts[id]))
        .map(
            id ->
                String.format(
                    Locale.ROOT,
                    "%3d  %-16s #%06x %7s",
                    id,
                    labelSpace.nameOf(id),
                    Palette.colour(id),
                    Percent.of(counts[id] / (double) labels.length)))
        .collect(
            Collectors.joining(
                System.lineSeparator(),
                String.format(Locale.ROOT, " id  %-16s %-7s %7s%n", "class", "colour", "% area"),
                ""));
  }
}
