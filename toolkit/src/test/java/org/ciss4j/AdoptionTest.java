// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Photo;
import org.ciss4j.data.Split;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.Method;
import org.ciss4j.method.SoftmaxFineTuning;
import org.ciss4j.method.Ssul;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.train.Checkpoints;
import org.ciss4j.train.Predictor;
import org.ciss4j.train.RunListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks that were trained elsewhere. */
class AdoptionTest {
  private static final ModelConfig MODEL = ModelConfig.of("tiny").withOutputStride(8);
  private static final List<String> NAMES = List.of("disc", "square", "triangle", "cross");

  @TempDir Path folder;

  private Path trained(Method method) {
    Path run = folder.resolve(method.name());
    Ciss.dataset("sample")
        .scenario("3-1")
        .method(method)
        .outputStride(8)
        .crop(32)
        .batchSize(16)
        .epochs(1)
        .train(run);
    return run;
  }

  /** Of some photographs, one behind the other. */
  private static byte[] labels(Path run, int step) {
    SampleDataset photos = new SampleDataset(SampleDataset.Options.standard());
    byte[] all = new byte[3 * 96 * 96];
    try (Predictor predictor = Predictor.load(RunDirectory.open(run), step)) {
      for (int i = 0; i < 3; i++) {
        LabeledImage image = photos.read(photos.ids(Split.TEST).get(i));
        Photo photo = image.photo();
        System.arraycopy(predictor.labels(photo), 0, all, i * 96 * 96, 96 * 96);
      }
    }
    return all;
  }

  /** As DKD's code leaves it: a classifier for each step, which become one. */
  @Test
  void aCheckpointWithAClassifierForEachStep() {
    Path run = trained(Dkd.voc());
    Path out = folder.resolve("adopted");
    RunResult adopted =
        Ciss.adopt(run.resolve("step_1/model.safetensors"), MODEL, NAMES, out, event -> {});
    assertThat(adopted.classNames()).containsExactlyElementsOf(allNames());
    assertThat(adopted.steps()).hasSize(1);
    assertThat(labels(out, 0)).isEqualTo(labels(run, 1));
  }

  private static List<String> allNames() {
    return List.of("background", "disc", "square", "triangle", "cross");
  }

  /** As torchvision names a DeepLabV3, which has a background channel and a second head. */
  @Test
  void aNetworkOfTorchvision() {
    Path run = trained(SoftmaxFineTuning.standard());
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    Checkpoints.load(RunDirectory.open(run), 1)
        .arrays()
        .forEach((name, array) -> arrays.put(torchvisionName(name), array));
    for (String kind : List.of("weight", "bias")) {
      arrays.put(
          "classifier.4." + kind,
          Nd4j.concat(0, arrays.get("classifier.4." + kind), arrays.remove("cls.2." + kind)));
    }
    arrays.put("aux_classifier.4.weight", Nd4j.zeros(5, 4, 1, 1));
    Path file = folder.resolve("deeplab.safetensors");
    Safetensors.write(file, arrays, Map.of());
    Path out = folder.resolve("adopted");
    Ciss.adopt(file, MODEL, NAMES, out, event -> {});
    assertThat(labels(out, 0)).isEqualTo(labels(run, 1));
    assertThatThrownBy(() -> Ciss.adopt(file, MODEL, null, folder.resolve("none"), event -> {}))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("has outputs for 4 classes and the background, and 20 are named");
  }

  @Test
  void notANetworkOfAnotherKind() {
    Path file = trained(Ssul.ade()).resolve("step_1/model.safetensors");
    assertThatThrownBy(() -> Ciss.adopt(file, MODEL, NAMES, folder.resolve("none"), event -> {}))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("is a network of method ssul, whose classifiers have convolutions");
  }

  private static String torchvisionName(String name) {
    return name.replaceFirst("^aspp\\.last_conv\\.0\\.", "classifier.1.")
        .replaceFirst("^aspp\\.last_conv\\.1\\.", "classifier.2.")
        .replaceFirst("^aspp\\.", "classifier.0.")
        .replaceFirst("^cls\\.1\\.", "classifier.4.");
  }

  @Test
  void isScoredAndExtended() {
    ShapeFolders shapes = new ShapeFolders(folder, 32, 32);
    Path first = shapes.train("first", "square", "disc");
    Path run = folder.resolve("run");
    Ciss.dataset("folder")
        .data(first)
        .scenario("joint")
        .method(Dkd.voc())
        .backbone("tiny")
        .crop(32)
        .batchSize(4)
        .epochs(1)
        .train(run);
    Path adopted = folder.resolve("adopted");
    Ciss.adopt(
        run.resolve("step_0/model.safetensors"),
        ModelConfig.of("tiny"),
        List.of("square", "disc"),
        adopted,
        RunListener.none());
    Path second = shapes.train("second", "cross");
    Extension extension =
        Ciss.extend(adopted).data(second).with(ciss -> ciss.crop(32).batchSize(4).epochs(1));
    assertThatThrownBy(() -> extension.train(folder.resolve("none")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("--old-data DIR");
    RunResult grown = extension.oldData(List.of(first)).train(folder.resolve("grown"));
    assertThat(grown.classNames()).containsExactly("background", "square", "disc", "cross");
    extension.method(Dkd.voc()).train(folder.resolve("dkd"));
  }

  @Test
  void whatIsNoWholeNetworkIsRefused() {
    Path run = trained(Dkd.voc());
    Path file = run.resolve("step_1/model.safetensors");
    assertThatThrownBy(() -> Ciss.adopt(file, MODEL, null, folder.resolve("none"), event -> {}))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("does not say what its classes are called");
    assertThatThrownBy(
            () ->
                Ciss.adopt(
                    file, ModelConfig.of("resnet18"), NAMES, folder.resolve("none"), event -> {}))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("does not fit a resnet18 with classes [3, 1]");
    assertThatThrownBy(() -> Ciss.extend(file).data(folder).train(folder.resolve("none")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("ciss adopt");
    assertThat(folder.resolve("none")).doesNotExist();
  }
}
