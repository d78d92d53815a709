// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.ciss4j.Ciss;
import org.ciss4j.data.VocFiles;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.report.plot.Palette;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.train.Provenances;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run from training to use, on four images. */
class RunCommandsTest {
  @TempDir static Path folder;
  private static VocFiles files;
  private static Path run;
  private static Cli trained;

  @BeforeAll
  static void train() {
    files = VocFiles.sound(folder.resolve("data"));
    run = folder.resolve("runs/first");
    trained =
        Cli.run(
            "train",
            Cli.small(files),
            List.of("--epochs", 1, "--batch", 2, "--lr", 0.02, "--set", "kd=3"),
            List.of("--out", run));
  }

  @Test
  void trainPrintsTheTableAndTheReport() {
    assertThat(trained.exit()).as(trained.err()).isZero();
    RunResult result = Ciss.open(run);
    assertThat(trained.out())
        .isEqualTo(
            result.toString().stripTrailing()
                + System.lineSeparator()
                + "Report: "
                + run.resolve("report.html")
                + System.lineSeparator());
    assertThat(result.steps()).hasSize(2);
    assertThat(run.resolve("report.html")).isNotEmptyFile();
  }

  /** Also a run whose training takes days is no worse for its report. */
  @Test
  void trainIsDoneWithoutTheReport(@TempDir Path elsewhere) throws IOException {
    Path copy = elsewhere.resolve("copy");
    copy(run, copy);
    Files.writeString(copy.resolve("step_1/losses.csv"), "iteration,rate,loss\n0,0.1,oops\n");
    Cli again = Cli.run("train", "--resume", copy);
    assertThat(again.exit()).isZero();
    assertThat(again.out()).isEqualTo(Ciss.open(run).toString());
    assertThat(again.err())
        .containsOnlyOnce("ciss: ")
        .contains(
            "ciss: all is done but the report, which failed: ",
            "losses.csv is damaged: its SHA-256 is not the one that provenance.json names",
            "; write it later with: ciss report " + copy + " --out " + copy.resolve("report.html"));
    Cli report = Cli.run("report", copy);
    assertThat(report.exit()).isEqualTo(1);
    assertThat(report.err())
        .startsWith("ciss: ")
        .contains("losses.csv is damaged: its SHA-256")
        .hasLineCount(1);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  @Test
  void trainTellsItsProgress() {
    assertThat(trained.err().lines())
        .anyMatch(line -> line.startsWith("step 0 (1/2): 15 new classes, 2 training images"))
        .anyMatch(line -> line.startsWith("step 1 (2/2) done in "));
  }

  @Test
  void configurationHoldsWhatWasAskedFor() {
    RunConfig config = RunDirectory.open(run).config();
    assertThat(config.training().learningRate()).isEqualTo(0.02);
    assertThat(config.training().laterLearningRate()).isEqualTo(0.002);
    assertThat(config.method().hyperParameters())
        .containsEntry("kd", "3.0")
        .containsEntry("ac", "1.0");
  }

  @Test
  void aRunIsNotOverwritten() {
    Cli again = Cli.run("train", "--epochs", 1, "--out", run);
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("is not empty; name another with --out").hasLineCount(1);
  }

  @Test
  void evaluateFindsTheSame() {
    for (int step = 0; step < 2; step++) {
      Cli cli = Cli.run("evaluate", "--quiet", "--run", run, "--step", step);
      assertThat(cli.err()).isEmpty();
      assertThat(cli.exit()).isZero();
      String row = Ciss.open(run).toString().lines().toList().get(2 + step);
      assertThat(cli.out()).contains(row, "aeroplane", "The same as stored");
    }
    Cli last = Cli.run("evaluate", "--run", run, "--quiet");
    assertThat(last.out()).contains("pottedplant");
  }

  @Test
  void evaluateFindsDataThatMovedOrChanged(@TempDir Path elsewhere) {
    VocFiles moved = VocFiles.sound(elsewhere).image("d", 2, 16);
    Cli cli = Cli.run("evaluate", "--quiet", "--run", run, "--data", moved.root);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("Not the same as stored").doesNotContain("  stored: ");
  }

  /** What computes otherwise here is said, where scores are not those that are stored. */
  @Test
  void evaluateSaysWhatComputedTheStoredScores(@TempDir Path elsewhere) throws IOException {
    Path copy = elsewhere.resolve("run");
    StoredFiles.copy(run, copy);
    Path provenance = copy.resolve("provenance.json");
    String text = Files.readString(provenance);
    Files.writeString(
        provenance,
        text.replaceAll("\"instructions\" : \"[^\"]*\"", "\"instructions\" : \"abacus\""));
    assertThat(Provenances.computedOtherwise(RunDirectory.open(copy), 1))
        .containsExactly("instruction set abacus, now " + Platform.instructions());
    VocFiles changed = VocFiles.sound(elsewhere.resolve("data")).image("d", 2, 16);
    Cli cli = Cli.run("evaluate", "--quiet", "--run", copy, "--data", changed.root);
    assertThat(cli.out())
        .contains("Not the same as stored", "  stored: instruction set abacus, now ");
  }

  /** As the file were not of a run: it is said what it was trained for. */
  @Test
  void evaluateScoresAWeightsFile(@TempDir Path elsewhere) throws IOException {
    Path weights = elsewhere.resolve("dkd.safetensors");
    Files.copy(run.resolve("step_0/model.safetensors"), weights);
    Cli cli = evaluateWeights(weights, "--step", 0);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out()).contains(Ciss.open(run).toString().lines().toList().get(2), "aeroplane");
    assertThat(cli.err()).contains("named as in the official code of DKD");
    Cli ofLastStep = evaluateWeights(weights);
    assertThat(ofLastStep.exit()).isEqualTo(2);
    assertThat(ofLastStep.err())
        .contains("dkd.safetensors does not fit a tiny with classes [15, 5]: it has classes [15];")
        .hasLineCount(1);
    assertThat(evaluateWeights(weights, "--step", 2).err()).contains("15-5 has no step 2");
  }

  private static Cli evaluateWeights(Path weights, Object... more) {
    return Cli.run("evaluate", "--weights", weights, Cli.small(files), List.of(more));
  }

  @Test
  void evaluateTakesARunAsItIs() {
    Cli cli = Cli.run("evaluate", "--run", run, "--scenario", "15-1");
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("as it was trained, but came --scenario").hasLineCount(1);
    Cli both = Cli.run("evaluate", "--run", run, "--weights", "x.pth");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.err()).contains("mutually exclusive").hasLineCount(1);
  }

  @Test
  void stepThatIsNotThere() {
    Cli cli = Cli.run("evaluate", "--run", run, "--step", 7);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("has no step 7 that is done; it has 0 to 1").hasLineCount(1);
  }

  @Test
  void reportOfARunGoesIntoItsFolder() {
    Cli cli = Cli.run("report", run);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out().strip()).isEqualTo("Report: " + run.resolve("report.html"));
    assertThat(run.resolve("report.md"))
        .content()
        .contains("## Beside published scores", "backbone tiny", "crop 32 instead of 512");
  }

  @Test
  void reportOfSeveralRunsGoesBesideThem(@TempDir Path elsewhere) {
    Cli cli = Cli.run("report", run, run);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(run.resolveSibling("report.html")).isNotEmptyFile();
    Path out = elsewhere.resolve("new/two.html");
    assertThat(Cli.run("report", run, run, "--out", out).exit()).isZero();
    assertThat(out).isNotEmptyFile();
    assertThat(out.resolveSibling("two.csv")).content().contains("dkd 1,voc,", "dkd 2,voc,");
  }

  @Test
  void withoutDataAReportHasNoExamples(@TempDir Path elsewhere) throws IOException {
    Path moved = elsewhere.resolve("moved");
    try (Stream<Path> all = Files.walk(run)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = moved.resolve(run.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Cli with = Cli.run("report", moved);
    assertThat(with.err()).isEmpty();
    assertThat(moved.resolve("report.html")).content().contains("id=\"examples\"");
    Cli none = Cli.run("report", moved, "--pictures", 0);
    assertThat(none.err()).isEmpty();
    assertThat(moved.resolve("report.html")).content().doesNotContain("id=\"examples\"");
    Path config = moved.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("/data\"", "/gone\""));
    Cli gone = Cli.run("report", moved);
    assertThat(gone.exit()).isZero();
    assertThat(gone.err()).contains("the report has no example images: ").hasLineCount(1);
    Cli less = Cli.run("report", moved, "--pictures", -1);
    assertThat(less.exit()).isEqualTo(2);
    assertThat(less.err()).contains("at least 0").hasLineCount(1);
  }

  @Test
  void imagesThatAreAllVoidAreNoneOfTheScored(@TempDir Path elsewhere) {
    byte[] empty = new byte[VocFiles.WIDTH * VocFiles.HEIGHT];
    Arrays.fill(empty, (byte) 255);
    VocFiles.sound(elsewhere.resolve("void"))
        .image("e", 1)
        .image("f", 16)
        .mask("SegmentationClass", "f", empty, VocFiles.WIDTH)
        .list("val", "d", "e", "f");
    Path moved = StoredFiles.copy(run, elsewhere.resolve("moved"));
    StoredFiles.edit(
        moved.resolve("config.json"), "\"[^\"]*/data\"", "\"" + elsewhere.resolve("void") + "\"");
    Cli cli = Cli.run("report", moved);
    assertThat(cli.err()).isEmpty();
    assertThat(moved.resolve("report.html"))
        .content()
        .contains("The worst of 2 images that were scored", "d, IoU ", "e, IoU ")
        .doesNotContain("f, IoU ");
  }

  @Test
  void reportRefusesWhatIsNoRun(@TempDir Path elsewhere) {
    Cli none = Cli.run("report");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("RUN").hasLineCount(1);
    Cli cli = Cli.run("report", elsewhere);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("is not the folder of a run").hasLineCount(1);
    Cli ending = Cli.run("report", run, "--out", elsewhere.resolve("x.pdf"));
    assertThat(ending.exit()).isEqualTo(2);
    assertThat(ending.err()).contains("end its name in .html").hasLineCount(1);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void predictWritesMaskAndOverlay(@TempDir Path out) throws IOException {
    Path image = folder.resolve("data/JPEGImages/a.jpg");
    Path mask = out.resolve("new/a.png");
    Cli cli = Cli.run("predict", "--run", run, "--image", image, "--out", mask);
    assertThat(cli.err()).isEmpty();
    assertThat(cli.exit()).isZero();
    assertThat(cli.out()).contains("class", "% area", "Labels: " + mask, "Overlay: ");
    BufferedImage labels = ImageIO.read(mask.toFile());
    assertThat(labels.getWidth()).isEqualTo(VocFiles.WIDTH);
    assertThat(labels.getHeight()).isEqualTo(VocFiles.HEIGHT);
    IndexColorModel palette = (IndexColorModel) labels.getColorModel();
    assertThat(palette.getMapSize()).isEqualTo(256);
    for (int id = 0; id < 256; id++) {
      assertThat(palette.getRGB(id) & 0xFFFFFF).isEqualTo(Palette.colour(id));
    }
    BufferedImage overlay = ImageIO.read(out.resolve("new/a_overlay.png").toFile());
    assertThat(overlay.getWidth()).isEqualTo(VocFiles.WIDTH);
    assertThat(overlay.getHeight()).isEqualTo(VocFiles.HEIGHT);
    try (var content = Files.list(out.resolve("new"))) {
      assertThat(content).hasSize(2);
    }
  }

  @Test
  void predictTakesPngOfAnySizeAndNeedsNoData(@TempDir Path out) throws IOException {
    Path image = out.resolve("photo.png");
    ImageIO.write(new BufferedImage(70, 41, BufferedImage.TYPE_INT_ARGB), "png", image.toFile());
    Path mask = out.resolve("mask.png");
    assertThat(
            Cli.run("predict", "--run", run, "--step", 0, "--image", image, "--out", mask).exit())
        .isZero();
    assertThat(ImageIO.read(mask.toFile()).getWidth()).isEqualTo(70);
  }

  private static void expectNoPrediction(Path image, Path out, int exit, String... parts) {
    Cli cli = Cli.run("predict", "--run", run, "--image", image, "--out", out);
    assertThat(cli.err()).contains(parts).hasLineCount(1);
    assertThat(cli.exit()).isEqualTo(exit);
    assertThat(cli.out()).isEmpty();
    assertThat(out.toFile().isFile()).isFalse();
  }

  @Test
  void predictRefusesBadImages(@TempDir Path out) throws IOException {
    Path mask = out.resolve("mask.png");
    expectNoPrediction(out.resolve("no.jpg"), mask, 2, "no.jpg does not exist");
    expectNoPrediction(out, mask, 2, "is not a file");
    Path text = Files.writeString(out.resolve("text.jpg"), "a photograph of a cat");
    expectNoPrediction(text, mask, 1, "text.jpg is not a JPEG file");
    Path empty = Files.writeString(out.resolve("empty.jpg"), "");
    expectNoPrediction(empty, mask, 1, "empty.jpg is empty (0 bytes)");
    byte[] whole = files.read("JPEGImages/a.jpg");
    Path half = Files.write(out.resolve("half.jpg"), java.util.Arrays.copyOf(whole, 300));
    expectNoPrediction(half, mask, 1, "half.jpg is cut short");
  }

  @Test
  void predictRefusesHugeImagesUnread(@TempDir Path out) throws IOException {
    byte[] png = files.read("SegmentationClass/a.png");
    java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
    java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(png);
    header.putInt(16, 100_000).putInt(20, 100_000);
    checksum.update(png, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    Path huge = Files.write(out.resolve("huge.png"), png);
    expectNoPrediction(huge, out.resolve("mask.png"), 2, "100000x100000; at most", "scale it down");
  }

  @Test
  void predictRefusesBrokenPng(@TempDir Path out) throws IOException {
    byte[] png = files.read("SegmentationClass/a.png");
    Path half = Files.write(out.resolve("half.png"), java.util.Arrays.copyOf(png, 60));
    expectNoPrediction(half, out.resolve("mask.png"), 1, "half.png is cut short");
  }

  @Test
  void predictRefusesOutputsThatCannotBe(@TempDir Path out) throws IOException {
    Path image = folder.resolve("data/JPEGImages/a.jpg");
    expectNoPrediction(image, out.resolve("mask.jpg"), 2, "mask.jpg is no PNG file");
    Path folderOfThatName = Files.createDirectories(out.resolve("folder.png"));
    expectNoPrediction(image, folderOfThatName, 2, "is a folder; name a file in it");
    Path file = Files.writeString(out.resolve("file"), "");
    expectNoPrediction(image, file.resolve("mask.png"), 2, "cannot be written");
  }

  @Test
  void exportWritesModelAndDescription(@TempDir Path out) throws IOException {
    Path model = out.resolve("new/model.fb");
    Cli cli = Cli.run("export", "--run", run, "--step", 0, "--out", model);
    assertThat(cli.err()).isEmpty();
    assertThat(cli.exit()).isZero();
    assertThat(cli.out()).contains("Model: " + model, "model.json");
    assertThat(model).isNotEmptyFile();
    assertThat(out.resolve("new/model.json"))
        .content()
        .contains("\"background\", \"aeroplane\"", "\"threshold\" : 0.5", "0.485", "\"logits\"")
        .doesNotContain("pottedplant");
    try (var content = Files.list(out.resolve("new"))) {
      assertThat(content).hasSize(2);
    }
  }

  /** What ONNX Runtime opens; {@code OnnxModelTest} holds it against the network. */
  @Test
  void exportWritesOnnx(@TempDir Path out) throws IOException, OrtException {
    Path model = out.resolve("model.onnx");
    Cli cli = Cli.run("export", "--run", run, "--step", 0, "--out", model);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(out.resolve("model.json")).content().contains("\"input\" : \"image\"", "aeroplane");
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toString())) {
      assertThat(session.getInputNames()).containsExactly("image");
      assertThat(session.getMetadata().getCustomMetadata().get("classes"))
          .startsWith("[\"background\",\"aeroplane\"");
    }
    Path other = out.resolve("other");
    Cli unnamed = Cli.run("export", "--run", run, "--out", other, "--format", "onnx");
    assertThat(unnamed.err()).contains("end its name in .onnx").hasLineCount(1);
    Path colours = out.resolve("colours.onnx");
    assertThat(Cli.run("export", "--run", run, "--out", colours, "--pixels").exit()).isZero();
    assertThat(out.resolve("colours.json")).content().contains("\"input\" : \"pixels\"");
    Cli pixels = Cli.run("export", "--run", run, "--out", out.resolve("m.fb"), "--pixels");
    assertThat(pixels.err()).contains("--pixels is for ONNX").hasLineCount(1);
    Cli word = Cli.run("export", "--run", run, "--out", model, "--format", "tflite");
    assertThat(word.err()).contains("use nd4j or onnx").hasLineCount(1);
  }

  @Test
  void exportRefusesOutputsThatCannotBe(@TempDir Path out) {
    Cli ending = Cli.run("export", "--run", run, "--out", out.resolve("model.zip"));
    assertThat(ending.err()).contains("end its name in .fb").hasLineCount(1);
    assertThat(ending.exit()).isEqualTo(2);
    Cli step = Cli.run("export", "--run", run, "--step", 7, "--out", out.resolve("m.fb"));
    assertThat(step.err()).contains("has no step 7").hasLineCount(1);
    assertThat(step.exit()).isEqualTo(2);
    assertThat(out).isEmptyDirectory();
  }

  /** What is written beside the file that is named could be a file of the run, or of anybody. */
  @Test
  void filesBesideAnOutputAreNoneOfOthers(@TempDir Path out) throws IOException {
    Path losses = Files.writeString(out.resolve("losses.csv"), "mine");
    Path config = Files.writeString(out.resolve("config.json"), "mine");
    Cli report = Cli.run("report", run, "--pictures", 0, "--out", out.resolve("losses.html"));
    Cli export = Cli.run("export", "--run", run, "--out", out.resolve("config.fb"));
    for (Cli cli : List.of(report, export)) {
      assertThat(cli.exit()).isEqualTo(2);
      assertThat(cli.err()).contains("would replace " + out).hasLineCount(1);
    }
    assertThat(losses).hasContent("mine");
    assertThat(config).hasContent("mine");
    Path model = out.resolve("model.fb");
    assertThat(Cli.run("export", "--run", run, "--out", model).exit()).isZero();
    assertThat(Cli.run("export", "--run", run, "--out", model).exit()).isZero();
    Path html = out.resolve("all.HTML");
    assertThat(Cli.run("report", run, "--pictures", 0, "--out", html).exit()).isZero();
    assertThat(Cli.run("report", run, "--pictures", 0, "--out", html).exit()).isZero();
    assertThat(out.resolve("all.csv")).exists();
  }

  /** Labels of one image may be called as another is, whatever links lead there. */
  @Test
  void labelsOfAFolderReplaceNoImage(@TempDir Path folder) throws IOException {
    Path real = Files.createDirectories(folder.resolve("real"));
    Path images = Files.createDirectories(folder.resolve("images"));
    Path photo = real.resolve("a.png");
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR), "png", photo.toFile());
    Files.copy(photo, images.resolve("a.png"));
    Files.createSymbolicLink(images.resolve("b.png"), photo);
    byte[] before = Files.readAllBytes(photo);
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    Cli cli = Cli.run("predict", "--run", run, "--images", images, "--out", link);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("a.png is one of the files that are read");
    assertThat(photo).hasBinaryContent(before);
  }
}
