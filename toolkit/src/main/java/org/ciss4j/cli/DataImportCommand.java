// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Json;
import org.ciss4j.cli.output.LabelImages;
import org.ciss4j.cli.output.Outputs;
import org.ciss4j.cli.output.PngFile;
import org.ciss4j.cli.output.Watch;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Columns;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.data.Photo;
import org.ciss4j.data.foreign.Affixes;
import org.ciss4j.data.foreign.FolderWriter;
import org.ciss4j.data.foreign.ForeignData;
import org.ciss4j.data.foreign.ForeignFormat;
import org.ciss4j.data.foreign.ForeignImage;
import org.ciss4j.data.foreign.ForeignSource;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.Orientation;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.set.FolderDataset;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.page.Pictures;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ciss data import}: writes what other tools made as a data set. */
@Command(
    name = "import",
    description = {
      "Reads images and labels as other tools write them, and writes a folder for --dataset folder:"
          + " images, masks that store class numbers, labels.txt, lists where there are some, and"
          + " preview.png, at which you should look.",
      "",
      "Formats:",
      "  labelme   a folder of LabelMe's JSON files",
      "  coco      a JSON file of COCO's instances: polygons and run-length codes",
      "  panoptic  a JSON file of COCO's panoptic segments, beside the folder of its PNG files",
      "  pascal    VOC's folders as CVAT and LabelMe export them (labelmap.txt, class_names.txt)",
      "  colours   images and masks in the colours of --labels or --palette",
      "  numbers   images and masks of 8 or 16 bits with the numbers of --labels",
      "  ade-full  images and masks of the full ADE20K; --labels is mapFromADE.txt"
    },
    footer = {
      "  ciss data import annotated --format labelme --out pets",
      "  ciss data import instances_train.json --test instances_val.json --images coco --out pets",
      "  ciss data import camvid --format colours --labels class_dict.csv --out streets",
      "  ciss data check --dataset folder --data pets"
    })
public final class DataImportCommand implements Callable<Integer> {
  private static final int SHOWN = 5;
  private static final String PREVIEW = "preview.png";

  private final Console console;

  @Parameters(paramLabel = "SRC", description = "A file or folder, as the format has it.")
  private Path source = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What it is; default: found out where that is plain.")
  private @Nullable String format;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new folder.")
  private Path out = Path.of("");

  @Option(
      names = "--test",
      paramLabel = "SRC",
      description = "The same of the images to test on; writes train.txt and val.txt.")
  private @Nullable Path test;

  @Option(names = "--images", paramLabel = "DIR", description = "Where the images lie.")
  private @Nullable Path images;

  @Option(names = "--masks", paramLabel = "DIR", description = "Where the masks lie.")
  private @Nullable Path masks;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = {
        "The classes, a line each: \"64 0 0 cat\" or \"cat 64 0 0\" for colours, \"7 road\" for"
            + " numbers (several numbers may be one class; \"255 void\"), names alone for labelme;"
            + " also CVAT's labelmap.txt and Mapillary's config.json."
      })
  private @Nullable Path labels;

  @Option(
      names = "--palette",
      paramLabel = "NAME",
      description = "Colours of a known data set instead: voc, cityscapes.")
  private @Nullable String palette;

  @Option(
      names = "--image-prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What stands before the common part of the names of images; found out.")
  private String imagePrefix = "";

  @Option(
      names = "--image-suffix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What stands behind it, such as _left.")
  private String imageSuffix = "";

  @Option(
      names = "--mask-prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "The same for masks, such as gt_.")
  private String maskPrefix = "";

  @Option(
      names = "--mask-suffix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "The same for masks, such as _mask.")
  private String maskSuffix = "";

  @Option(
      names = "--others-void",
      description = "Colours and numbers that --labels does not name are void, and no error.")
  private boolean othersVoid;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** The JSON form. */
  private record Summary(
      String source, String folder, int images, int train, int test, List<Row> classes) {}

  private record Row(int id, String name, int images, double share) {}

  DataImportCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss data import} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("data import", args));
  }

  @Override
  public Integer call() {
    ForeignSource from = from();
    ForeignFormat kind = format == null ? guessed() : ForeignFormat.of(format);
    if (kind == ForeignFormat.LABELME && labels != null) {
      from = from.withClassNames(FolderDataset.labelSpace(labels).foregroundNames());
    }
    requireUsed(kind);
    Outputs.requireOther(out, source, test, images, masks);
    Outputs.requireOutside(out, source, test);
    Outputs.requireNotIn(out, images, masks);
    ForeignData data = kind.read(from);
    if (test != null) {
      data = data.withTest(kind.read(from.at(test)));
    }
    data.remarks().forEach(console::note);
    Tally tally = new Tally(data, out);
    write(data, tally);
    Summary summary = tally.summary(kind, data);
    console.result(json ? Json.text(summary) : text(summary));
    if (tally.isUnlabelled()) {
      console.note(
          "No pixel of any image is of a class, all are background or void. Look whether these are"
              + " the right labels, and whether they hold areas.");
    }
    console.note("Look at " + out.resolve(PREVIEW) + " whether the labels lie as they should.");
    return 0;
  }

  private ForeignSource from() {
    return new ForeignSource(
        source,
        Optional.ofNullable(images),
        Optional.ofNullable(masks),
        Optional.ofNullable(labels),
        Optional.ofNullable(palette),
        new Affixes(imagePrefix, imageSuffix, maskPrefix, maskSuffix),
        othersVoid,
        List.of());
  }

  /** An option that has no effect is a misunderstanding. */
  private void requireUsed(ForeignFormat kind) {
    boolean paired = kind.isPaired();
    requireUsed(kind, "--labels", labels != null, paired || kind == ForeignFormat.LABELME);
    requireUsed(kind, "--palette", palette != null, kind == ForeignFormat.COLOURS);
    requireUsed(kind, "--masks", masks != null, paired || kind == ForeignFormat.PANOPTIC);
    requireUsed(kind, "--image-suffix", !imageSuffix.isEmpty(), paired);
    requireUsed(kind, "--image-prefix", !imagePrefix.isEmpty(), paired);
    requireUsed(kind, "--mask-prefix", !maskPrefix.isEmpty(), paired);
    requireUsed(kind, "--mask-suffix", !maskSuffix.isEmpty(), paired);
    requireUsed(kind, "--others-void", othersVoid, paired);
    if (labels != null && palette != null) {
      throw CissException.usage("--labels and --palette both name the colours; leave one away");
    }
  }

  private static void requireUsed(ForeignFormat kind, String option, boolean given, boolean used) {
    if (given && !used) {
      throw CissException.usage(
          "%s has no effect with --format %s; leave it away", option, kind.id());
    }
  }

  private ForeignFormat guessed() {
    ForeignFormat guess =
        ForeignFormat.guess(source)
            .orElseThrow(
                () ->
                    CissException.usage(
                        "what %s is cannot be told; name its --format: %s",
                        source, EnumLabel.words(ForeignFormat.class)));
    console.note("Taken for " + guess.words() + "; --format " + guess.id());
    return guess;
  }

  private void write(ForeignData data, Tally tally) {
    FolderWriter writer = FolderWriter.at(out);
    String unfinished = out + " is not whole, remove it";
    try {
      Watch.run(
          console,
          unfinished,
          listener -> {
            writer.write(data, (image, mask, done) -> tally.add(listener, image, mask, done));
            return tally;
          });
    } catch (CissException e) {
      if (Files.exists(out.resolve("images"))) {
        console.note(unfinished);
      }
      throw e;
    }
    PngFile.at(out.resolve(PREVIEW)).write(tally.preview());
  }

  private static String text(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(" id  class", "images", "% pixels"));
    for (Row row : summary.classes) {
      rows.add(
          List.of(
              String.format(Locale.ROOT, "%3d  %s", row.id, row.name),
              Integer.toString(row.images),
              Percent.of(row.share)));
    }
    String table =
        Columns.aligned(rows, 1)
            .map(String::stripTrailing)
            .collect(Collectors.joining(System.lineSeparator()));
    String lists =
        summary.train + summary.test == 0
            ? ""
            : String.format(
                Locale.ROOT, " (%d to train, %d to test on)", summary.train, summary.test);
    return String.format(
        Locale.ROOT,
        "%s: %d images%s written to %s%n%s",
        summary.source,
        summary.images,
        lists,
        summary.folder,
        table);
  }

  /** What the masks hold, and the first of them to look at. */
  private static final class Tally {
    private final ForeignData data;
    private final Path folder;
    private final long[] pixels = new long[LabelSpace.VOID + 1];
    private final int[] images = new int[LabelSpace.VOID + 1];
    private final List<List<BufferedImage>> shown = new ArrayList<>();
    private long all;

    Tally(ForeignData data, Path folder) {
      this.data = data;
      this.folder = folder;
    }

    void add(RunListener listener, ForeignImage image, Pixels mask, int done) {
      boolean[] seen = new boolean[pixels.length];
      for (byte label : mask.data()) {
        pixels[Byte.toUnsignedInt(label)]++;
        seen[Byte.toUnsignedInt(label)] = true;
      }
      for (int label = 0; label < seen.length; label++) {
        images[label] += seen[label] ? 1 : 0;
      }
      all += mask.data().length;
      if (shown.size() < SHOWN) {
        show(image, mask);
      }
      listener.on(new RunEvent.ImagesWritten(done, data.images().size()));
    }

    private void show(ForeignImage image, Pixels mask) {
      Path file = folder.resolve("images").resolve(image.id() + "." + image.ending());
      ImageFile stored = new ImageFile(file);
      Pixels seen = stored.decode(Orientation.UPRIGHT);
      if (!seen.size().equals(mask.size())) {
        seen = stored.decode(stored.header().orientation());
      }
      Photo photo = new Photo(image.id(), seen.width(), seen.height(), seen.data());
      shown.add(
          List.of(
              Pictures.photo(photo),
              LabelImages.overlay(photo, mask.data()),
              Pictures.labels(mask.width(), mask.height(), mask.data())));
    }

    boolean isUnlabelled() {
      return pixels[LabelSpace.BACKGROUND] + pixels[LabelSpace.VOID] == all;
    }

    BufferedImage preview() {
      return Pictures.grid(List.of("image", "labels on it", "labels"), shown);
    }

    Summary summary(ForeignFormat kind, ForeignData read) {
      List<Row> rows = new ArrayList<>();
      if (read.hasBackground()) {
        rows.add(row(LabelSpace.BACKGROUND, "background"));
      }
      for (int id = 1; id <= read.classNames().size(); id++) {
        rows.add(row(id, read.classNames().get(id - 1)));
      }
      rows.add(row(LabelSpace.VOID, "void"));
      return new Summary(
          kind.id(),
          folder.toString(),
          read.images().size(),
          read.train().size(),
          read.test().size(),
          rows);
    }

    private Row row(int id, String name) {
      return new Row(id, name, images[id], all == 0 ? 0 : (double) pixels[id] / all);
    }
  }
}
