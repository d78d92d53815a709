// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MobileNetV2;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights on their way from PyTorch through a network to a checkpoint: every bit as it was. */
class RoundTripTest {
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(2));
  private static final Network NETWORK = new Network(new MobileNetV2(16), 4);

  @TempDir Path folder;

  /** Published weights of ImageNet; the network runs before its parameters are written. */
  @ParameterizedTest
  @ValueSource(strings = {"", "-legacy"})
  void fromPyTorchThroughANetwork(String format) {
    Path pth = SharedPack.require("weights/mobilenet_v2-imagenet-trunk" + format + ".pth");
    Path converted = folder.resolve("converted.safetensors");
    Map<String, INDArray> source = WeightsFile.read(pth);
    Safetensors.write(converted, source, Map.of("format", "pt"));

    NetworkWeights weights = NetworkWeights.read(converted);
    LoadReport report = weights.compareWith(SegmentationGraph.parameterShapes(NETWORK, LAYOUT));
    Parameters parameters = new Parameters(weights.arrays(report.matched()), 1);
    SegmentationGraph graph = SegmentationGraph.build(NETWORK, LAYOUT, Mode.INFERENCE, parameters);
    graph.run(Nd4j.ones(1, 3, 33, 33), Endpoint.LOGITS);
    Path out = folder.resolve("network.safetensors");
    Safetensors.write(out, parameters.arrays(), Map.of("format", "pt"));

    Map<String, byte[]> before = bytes(converted);
    Map<String, byte[]> after = bytes(out);
    assertThat(source).isNotEmpty();
    source
        .keySet()
        .forEach(
            name -> assertThat(after.get("backbone." + name)).as(name).isEqualTo(before.get(name)));
  }

  /** A checkpoint read and written again is the same file. */
  @Test
  void aCheckpointIsWrittenAsItWas() throws IOException {
    Parameters parameters = new Parameters(3);
    SegmentationGraph.build(NETWORK, LAYOUT, Mode.INFERENCE, parameters);
    Path first = folder.resolve("first.safetensors");
    Safetensors.write(first, parameters.arrays(), Map.of("format", "pt"));
    NetworkWeights weights = NetworkWeights.read(first);
    LoadReport report = weights.compareWith(SegmentationGraph.parameterShapes(NETWORK, LAYOUT));
    assertThat(report.unlikeTrained()).isEmpty();
    Parameters again = Parameters.trained(weights.arrays(report.matched()));
    SegmentationGraph.build(NETWORK, LAYOUT, Mode.INFERENCE, again);
    Path second = folder.resolve("second.safetensors");
    Safetensors.write(second, again.arrays(), Map.of("format", "pt"));
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  private static Map<String, byte[]> bytes(Path file) {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    byte[] all = RawFiles.read(file);
    Safetensors.inspect(file).forEach(entry -> bytes.put(entry.name(), RawFiles.data(all, entry)));
    return bytes;
  }
}
