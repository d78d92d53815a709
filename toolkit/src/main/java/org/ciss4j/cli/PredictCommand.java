// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.ciss4j.cli.option.CertaintyOptions;
import org.ciss4j.cli.option.ExifConverter;
import org.ciss4j.cli.option.PredictionOptions;
import org.ciss4j.cli.option.RunOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.LabelLegend;
import org.ciss4j.cli.output.Outputs;
import org.ciss4j.cli.output.PngFile;
import org.ciss4j.data.Photo;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.Orientation;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.train.Predictor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss predict}: labels photographs. */
@Command(
    name = "predict",
    description = {
      "Labels every pixel of a JPEG or PNG image, of any size, with the network of a run.",
      "",
      "Writes FILE.png, which stores class ids and shows them in the colours of PASCAL VOC, and"
          + " FILE_overlay.png, the image tinted with the same colours. Files of these names are"
          + " replaced. The data of the run is not needed.",
      "",
      "With --images, all JPEG and PNG images of a folder: DIR/NAME.png, DIR/overlay/NAME.png,"
          + " DIR/labels.txt with the names of the ids, and DIR/pixels.csv with the number of"
          + " pixels of each class in each image.",
      "",
      "What is asked for besides is FILE_confidence.png, FILE_probabilities.npy, or"
          + " DIR/confidence/NAME.png, DIR/probabilities/NAME.npy."
    },
    footer = {
      "  ciss predict --run runs/first --image cat.jpg --out cat.png",
      "  ciss predict --run runs/first --step 0 --image cat.jpg --out before.png",
      "  ciss predict --run runs/first --image cat.jpg --out cat.png --legend --confidence",
      "  ciss predict --run runs/first --images street/ --out labels/",
      "  ciss predict --run runs/first --images street/ --out labels/ --scales 0.75,1,1.25 --flip"
    })
public final class PredictCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RunOptions run = new RunOptions();

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = "--out",
      paramLabel = "FILE.png|DIR",
      required = true,
      description = "Where the labels go: a file for --image, a folder for --images.")
  private Path out = Path.of("");

  @Option(
      names = "--exif",
      paramLabel = "RULE",
      converter = ExifConverter.class,
      description =
          "What to make of the orientation that the camera noted: apply, which labels what a viewer"
              + " shows, or ignore (default: ignore, with a remark).")
  private ExifRule exif = ExifRule.AUTO;

  @Mixin private PredictionOptions options = new PredictionOptions();
  @Mixin private CertaintyOptions certainty = new CertaintyOptions();

  /** What is labelled. */
  private static final class Source {
    @Option(names = "--image", paramLabel = "FILE", description = "JPEG or PNG image to label.")
    private @Nullable Path image;

    @Option(
        names = "--images",
        paramLabel = "DIR|GLOB",
        description =
            "Folder whose JPEG and PNG images are labelled, or those that fit a pattern, in quotes:"
                + " \"street/*_left.jpg\", \"day?/cam*/*.png\", \"street/**/*.jpg\"; labels of"
                + " sub-folders get sub-folders.")
    private @Nullable String images;
  }

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
    Path image = source.image;
    if (image != null) {
      return labelled(directory, step, image);
    }
    String images = Objects.requireNonNull(source.images, "picocli asks for one of the two");
    return new FolderPrediction(console, images, out, exif, certainty).of(options, directory, step);
  }

  private int labelled(RunDirectory directory, int step, Path image) {
    PredictedFiles files = PredictedFiles.beside(PngFile.at(out), certainty);
    files.paths().forEach(file -> Outputs.requireOther(file, image));
    try (Predictor predictor = options.load(directory, step)) {
      Photo photo = Photo.read(image, predictor.maxPixels(), exif);
      remarkOnOrientation(console, image, exif);
      LabelLegend legend = new LabelLegend(predictor.labelSpace());
      legend.add(new PhotoLabels(predictor, certainty).write(photo, files));
      console.result(legend.toString());
    }
    console.result("Labels: " + files.labels());
    console.result("Overlay: " + files.overlay());
    if (files.confidence() != null) {
      console.result("Confidence: " + files.confidence());
    }
    if (files.probabilities() != null) {
      console.result("Probabilities: " + files.probabilities());
    }
    return 0;
  }

  /** A viewer shows such an image otherwise than it is stored. */
  static void remarkOnOrientation(Console console, Path image, ExifRule exif) {
    Orientation orientation = new ImageFile(image).header().orientation();
    if (exif == ExifRule.AUTO && orientation.isTurned()) {
      console.note(
          image
              + " has "
              + orientation
              + " and is labelled as it is stored; --exif apply turns it first");
    }
  }
}
