// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.method.Dkd;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StartingWeights;
import org.ciss4j.result.config.Training;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class InitialWeightsTest {
  private static final HeadLayout BASE = new HeadLayout(List.of(3));
  private static final String STEM = "backbone.conv1.weight";

  @TempDir Path folder;

  private final Map<String, INDArray> file = new LinkedHashMap<>();

  @BeforeEach
  void network() {
    Parameters parameters = new Parameters(77);
    SegmentationGraph.build(SmallRun.NETWORK, BASE, Mode.INFERENCE, parameters);
    file.putAll(parameters.arrays());
  }

  private Path written() {
    Path path = folder.resolve("weights.safetensors");
    Safetensors.write(path, file, Map.of());
    return path;
  }

  private Parameters start(Path path, boolean partial, List<RunEvent> events) {
    return new InitialWeights(path, partial)
        .start(SmallRun.NETWORK, BASE, 5, events::add)
        .parameters();
  }

  @Test
  void aWholeNetworkIsTakenWhole() {
    List<RunEvent> events = new ArrayList<>();
    Parameters parameters = start(written(), false, events);
    assertThat(parameters.arrays()).isEqualTo(file);
    assertThat(events)
        .containsExactly(
            new RunEvent.WeightsLoaded(
                written(),
                List.of("matched " + file.size() + ", named as in the official code of DKD")));
  }

  @Test
  void aBackboneIsEnough() {
    file.keySet().removeIf(name -> !name.startsWith("backbone."));
    Parameters parameters = start(written(), false, new ArrayList<>());
    assertThat(parameters.get(STEM)).isEqualTo(file.get(STEM));
    assertThat(parameters.contains("cls.1.weight")).isFalse();
  }

  @Test
  void halfABackboneIsRefusedUnlessAskedFor() {
    file.keySet().removeIf(name -> name.startsWith("backbone.layer4."));
    assertThatThrownBy(() -> start(written(), false, new ArrayList<>()))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll(
            "weights.safetensors does not fit a small with classes [3]: it lacks backbone.layer4",
            "--partial-weights");
    List<RunEvent> events = new ArrayList<>();
    Parameters parameters = start(written(), true, events);
    assertThat(parameters.get(STEM)).isEqualTo(file.get(STEM));
    assertThat(((RunEvent.WeightsLoaded) events.get(0)).report().get(1))
        .isEqualTo("missing 15, so drawn at random: backbone.layer4 (15)");
  }

  @Test
  void anotherNetworkIsRefusedEvenThen() {
    file.put(STEM, file.get("cls.1.weight"));
    assertThatThrownBy(() -> start(written(), true, new ArrayList<>()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(
            "it is of another network: " + STEM + " is float [3, 8, 1, 1] instead of float [");
  }

  /** Half precision, double precision and PyTorch's formats come through the same reader. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void whatIsNoNumberIsRefused(float value) {
    INDArray bad = file.get(STEM).dup();
    bad.putScalar(3, value);
    file.put(STEM, bad);
    Path path = written();
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> start(path, false, new ArrayList<>()),
            () -> start(path, true, new ArrayList<>()),
            () ->
                new InitialWeights(path, false)
                    .trained(SmallRun.NETWORK, BASE, RunListener.none()))) {
      assertThatThrownBy(use)
          .isInstanceOf(CissException.class)
          .hasMessageContainingAll(
              "weights.safetensors holds numbers that are not finite: " + STEM + " (1 of ",
              " numbers); name one");
    }
  }

  /** A double beyond the range of floats would become infinite. */
  @Test
  void whatIsTooLargeForAFloatIsRefused() {
    INDArray bad = file.get(STEM).castTo(DataType.DOUBLE);
    bad.putScalar(0, 1e300);
    file.put(STEM, bad);
    assertThatThrownBy(() -> start(written(), false, new ArrayList<>()))
        .hasMessageContaining("not finite: " + STEM + " (1 of ");
  }

  /** Names of a backbone under {@code backbone.} do not make a network of DKD. */
  @ParameterizedTest
  @ValueSource(strings = {"classifier.4.weight", "decode_head.conv_seg.weight"})
  void aSegmenterOfOthersGivesItsBackboneOnly(String head) {
    file.keySet().removeIf(name -> !name.startsWith("backbone."));
    file.put(head, file.get(STEM));
    assertThat(start(written(), false, new ArrayList<>()).get(STEM)).isEqualTo(file.get(STEM));
    InitialWeights weights = new InitialWeights(written(), false);
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> weights.trained(SmallRun.NETWORK, BASE, RunListener.none()),
            () -> weights.adopt(SmallRun.NETWORK, List.of("a"), RunListener.none()))) {
      assertThatThrownBy(use)
          .isInstanceOf(CissException.class)
          .hasMessageContainingAll("whose head is not that of ciss4j", "ciss train --weights");
    }
  }

  @Test
  void aTrainedNetworkIsOfOneStep() {
    InitialWeights weights = new InitialWeights(written(), false);
    assertThat(weights.trained(SmallRun.NETWORK, BASE, RunListener.none()).arrays())
        .isEqualTo(file);
    HeadLayout later = new HeadLayout(List.of(3, 1));
    assertThatThrownBy(() -> weights.trained(SmallRun.NETWORK, later, RunListener.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll(
            "with classes [3, 1]: it has classes [3]; name the backbone", "step");
  }

  @Test
  void filesThatAreNoWeightsAreTold() {
    Path missing = folder.resolve("none.pth");
    assertThatThrownBy(() -> start(missing, false, new ArrayList<>()))
        .isInstanceOf(CissException.class)
        .hasMessageStartingWith("weights file " + missing + " does not exist; name");
  }

  private static Experiment frozen(@Nullable InitialWeights weights, Training training) {
    Experiment random = SmallRun.experiment(Dkd.voc(), training, 5);
    return new Experiment(
        random.dataset(),
        random.scenario(),
        random.rules(),
        random.method(),
        new Model(SmallRun.NETWORK, true, weights),
        random.training(),
        random.evaluation(),
        random.seed());
  }

  private static Map<String, INDArray> trained(Path run, int step) {
    return Safetensors.read(run.resolve("step_" + step).resolve("model.safetensors"));
  }

  private static Map<String, INDArray> norm(Map<String, INDArray> network, String layer) {
    Map<String, INDArray> parts = new LinkedHashMap<>();
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      parts.put(part, network.get(layer + "." + part));
    }
    return parts;
  }

  /** What the file lacks was never trained: it learns in the first step, and is frozen later. */
  @Test
  void normalisationsAreFrozenAsFarAsTheFileHasThem() {
    String inBackbone = "backbone.layer2.0.bn1";
    String inAspp = "aspp.convs.4.2";
    Map<String, INDArray> drawn = norm(file, inAspp);
    file.keySet().removeIf(name -> !name.startsWith("backbone."));
    InitialWeights weights = new InitialWeights(written(), false);
    Path run = folder.resolve("run");
    SmallRun.train(frozen(weights, SmallRun.TRAINING), run);
    Map<String, INDArray> base = trained(run, 0);
    assertThat(norm(base, inBackbone)).isEqualTo(norm(file, inBackbone));
    norm(base, inAspp)
        .forEach((part, array) -> assertThat(array).as(part).isNotEqualTo(drawn.get(part)));
    assertThat(norm(trained(run, 1), inAspp)).isEqualTo(norm(base, inAspp));
  }

  @Test
  void singleImagesTrainWhatIsFrozenAltogether() {
    Training single = SmallRun.TRAINING.withBatchSize(1).withEpochs(1);
    InitialWeights whole = new InitialWeights(written(), false);
    Path run = folder.resolve("run");
    SmallRun.train(frozen(whole, single), run);
    assertThat(trained(run, 0).get(STEM)).isNotEqualTo(file.get(STEM));

    file.keySet().removeIf(name -> name.startsWith("aspp.convs.4."));
    InitialWeights lacking = new InitialWeights(written(), true);
    assertThatThrownBy(() -> SmallRun.train(frozen(lacking, single), folder.resolve("other")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("step 0 would learn from batches of one image");
  }

  @Test
  void nothingIsFrozenThatWasDrawnAtRandom() {
    assertThatThrownBy(() -> SmallRun.train(frozen(null, SmallRun.TRAINING), folder.resolve("run")))
        .isInstanceOf(CissException.class)
        .hasMessage(
            "normalisations can be frozen as a weights file has them, and none is named; name a"
                + " file that has some, or leave them free");
    file.keySet().removeIf(name -> name.endsWith(".running_var"));
    InitialWeights without = new InitialWeights(written(), true);
    assertThatThrownBy(
            () -> SmallRun.train(frozen(without, SmallRun.TRAINING), folder.resolve("run")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("weights.safetensors has none; name a file");
  }

  /** The first step starts from the file, and its normalisations stay as they were. */
  @Test
  void trainingStartsFromTheFileWithFrozenNormalisation() throws Exception {
    Path run = folder.resolve("run");
    SmallRun.train(frozen(new InitialWeights(written(), false), SmallRun.TRAINING), run);
    Map<String, INDArray> trained = trained(run, 0);
    String layer = "backbone.layer2.0.bn1";
    assertThat(norm(trained, layer)).isEqualTo(norm(file, layer));
    double moved = trained.get(STEM).sub(file.get(STEM)).amaxNumber().doubleValue();
    assertThat(moved).isPositive().isLessThan(0.1);
    StartingWeights origin = RunDirectory.open(run).startingWeights().orElseThrow();
    byte[] bytes = Files.readAllBytes(written());
    assertThat(origin.file()).isEqualTo(written().toString());
    assertThat(origin.bytes()).isEqualTo(bytes.length);
    assertThat(origin.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(origin.naming()).isEqualTo("the official code of DKD");
    assertThat(origin.matched()).containsExactlyInAnyOrderElementsOf(file.keySet());
    assertThat(origin.missing()).isEmpty();
    assertThat(origin.leftOver()).isEmpty();
  }
}
