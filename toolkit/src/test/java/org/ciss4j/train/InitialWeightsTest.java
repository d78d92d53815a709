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
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.method.Dkd;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StartingWeights;
import org.ciss4j.scenario.CissException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        .hasMessage("there is no weights file " + missing);
  }

  /** The first step starts from the file, and its normalisations stay as they were. */
  @Test
  void trainingStartsFromTheFileWithFrozenNormalisation() throws Exception {
    Model model = new Model(SmallRun.NETWORK, true, new InitialWeights(written(), false));
    Experiment random = SmallRun.experiment(Dkd.voc(), 5);
    Experiment experiment =
        new Experiment(
            random.dataset(),
            random.scenario(),
            random.rules(),
            random.method(),
            model,
            random.training(),
            random.evaluation(),
            random.seed());
    Path run = folder.resolve("run");
    SmallRun.train(experiment, run);
    Map<String, INDArray> trained =
        Safetensors.read(run.resolve("step_0").resolve("model.safetensors"));
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      String name = "backbone.layer2.0.bn1." + part;
      assertThat(trained.get(name)).isEqualTo(file.get(name));
    }
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
