// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ciss4j.Ciss;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Watch;
import org.ciss4j.data.set.FolderDataset;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.ModelConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ciss adopt}: makes a run of a network that was trained elsewhere. */
@Command(
    name = "adopt",
    description = {
      "Makes a run of a network that was trained elsewhere: a checkpoint of DKD's official code, a"
          + " DeepLabV3 of torchvision, or a model of ciss4j without its run.",
      "",
      "The run has one step with all classes, and can label images, be scored on folders, and be"
          + " extended."
    },
    footer = {
      "  ciss adopt deeplabv3_resnet101_coco-586e9e4e.pth --backbone resnet101 --output-stride 8"
          + " --out runs/coco",
      "  ciss adopt dkd_15-1_step5.pth --backbone resnet101 --names labels.txt --out runs/dkd",
      "  ciss extend runs/coco --data second --own-answers --out runs/two"
    })
public final class AdoptCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "Weights of a whole network (.pth, .safetensors).")
  private Path file = Path.of("");

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "Names of its classes in the order of its outputs, as in labels.txt of a folder of data"
              + " (default: those of PASCAL VOC for a network of torchvision).")
  private @Nullable Path names;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      required = true,
      description = "tiny, mobilenetv2, resnet18, resnet34, resnet50 or resnet101.")
  private String backbone = "";

  @Option(
      names = "--output-stride",
      paramLabel = "N",
      description =
          "Pixels of the image per pixel of the feature map: 8, as torchvision's networks have it,"
              + " 16 or 32 (default: 16).")
  private int outputStride = 16;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the run, empty or missing.")
  private Path out = Path.of("");

  AdoptCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss adopt} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("adopt", args));
  }

  @Override
  public Integer call() {
    ModelConfig model = ModelConfig.of(backbone).withOutputStride(outputStride);
    List<String> classes = names == null ? null : FolderDataset.labelSpace(names).foregroundNames();
    RunResult result =
        Watch.run(
            console,
            "nothing was written",
            listener -> Ciss.adopt(file, model, classes, out, listener));
    console.result(
        "Run: " + out + ", " + (result.classNames().size() - 1) + " classes, not scored yet");
    return 0;
  }
}
