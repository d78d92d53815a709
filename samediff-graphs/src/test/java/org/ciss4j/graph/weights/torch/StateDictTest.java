// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.weights.PickleBytes;
import org.ciss4j.graph.weights.TorchFiles;
import org.ciss4j.graph.weights.WeightsFile;
import org.ciss4j.graph.weights.WeightsSummary;
import org.ciss4j.graph.weights.tensor.TensorInfo;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where training programs put a model in their checkpoints, and what they do to its names. */
class StateDictTest {
  private static final PickleBytes TENSOR = PickleBytes.part().tensor();
  private static final PickleBytes NUMBER = PickleBytes.part().number(7);
  private static final PickleBytes OBJECT =
      PickleBytes.part().global("models.yolo", "Model").ops(")").op(0x81);

  @TempDir Path folder;

  private WeightsSummary inspect(PickleBytes root) {
    Path file = folder.resolve("checkpoint.pth");
    PickleBytes pickle = PickleBytes.protocol2().add(root).ops(".");
    try {
      Files.write(file, TorchFiles.checkpoint(pickle, new byte[8]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return WeightsFile.inspect(file);
  }

  /** A dict of keys and values in turn. */
  private static PickleBytes dict(Object... keysAndValues) {
    Map<String, PickleBytes> items = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      items.put((String) keysAndValues[i], (PickleBytes) keysAndValues[i + 1]);
    }
    return PickleBytes.part().dict(items);
  }

  private static PickleBytes model() {
    return dict("conv1.weight", TENSOR, "fc.bias", TENSOR);
  }

  private static void assertModel(WeightsSummary summary, String... lines) {
    assertThat(summary.tensors())
        .extracting(TensorInfo::name)
        .containsExactly("conv1.weight", "fc.bias");
    assertThat(summary.whereabouts().lines()).containsExactly(lines);
  }

  @Test
  void aModelMayBeAtTheRoot() {
    assertModel(inspect(model()));
  }

  @Test
  void aModelMayBeInDictsOfDicts() {
    for (String key : List.of("state_dict", "model", "model_state", "net")) {
      assertModel(inspect(dict("epoch", NUMBER, key, model())), "read from '" + key + "'");
    }
    assertModel(
        inspect(dict("state_dict", dict("model", model(), "epoch", NUMBER))),
        "read from 'state_dict.model'");
  }

  /** Nobody can know all words for it. */
  @Test
  void theOnlyDictOfTensorsIsTheModel() {
    assertModel(
        inspect(dict("ema", dict("shadow", model()), "best_score", TENSOR)),
        "read from 'ema.shadow'");
  }

  @Test
  void whatIsLeftBesideIsSaid() {
    assertModel(
        inspect(dict("ema", model(), "state_dict", model())),
        "read from 'state_dict', and not from 'ema'");
    assertModel(
        inspect(dict("conv1.weight", TENSOR, "fc.bias", TENSOR, "ema", model())),
        "read from the root of the file, and not from 'ema'");
  }

  @Test
  void anOptimiserIsNoModel() {
    assertModel(
        inspect(dict("net_g", model(), "optimizer", dict("a.exp_avg", TENSOR))),
        "read from 'net_g'");
  }

  /** As of two networks, or of one that was saved in parts. */
  @Test
  void severalDictsGiveTheirNames() {
    assertThat(inspect(dict("student", model(), "teacher", dict("x", model()))).tensors())
        .extracting(TensorInfo::name)
        .containsExactly(
            "student.conv1.weight",
            "student.fc.bias",
            "teacher.x.conv1.weight",
            "teacher.x.fc.bias");
  }

  @Test
  void whatWrappersPutIntoNamesIsTakenOff() {
    assertModel(
        inspect(dict("module.conv1.weight", TENSOR, "module.fc.bias", TENSOR)),
        "names without their 'module.'");
    assertModel(
        inspect(dict("module._orig_mod.conv1.weight", TENSOR, "module._orig_mod.fc.bias", TENSOR)),
        "names without their 'module._orig_mod.'");
    assertModel(
        inspect(dict("_orig_mod.module.conv1.weight", TENSOR, "_orig_mod.module.fc.bias", TENSOR)),
        "names without their '_orig_mod.module.'");
    assertModel(
        inspect(dict("conv1._orig_mod.weight", TENSOR, "fc.bias", TENSOR)),
        "names without their '_orig_mod.'");
  }

  /** One name that has none shows that the others are of a part that is called so. */
  @Test
  void partsOfModelsKeepTheirNames() {
    assertThat(inspect(dict("module.a", TENSOR, "b", TENSOR)).tensors())
        .extracting(TensorInfo::name)
        .containsExactly("module.a", "b");
    assertThat(inspect(dict("_orig_mod.a", TENSOR, "a", TENSOR)).tensors())
        .extracting(TensorInfo::name)
        .containsExactly("_orig_mod.a", "a");
  }

  @Test
  void anObjectInPlaceOfAModelIsNamed() {
    assertThatThrownBy(() -> inspect(dict("epoch", NUMBER, "model", OBJECT)))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContainingAll(
            "'model' (an object of 'models.yolo.Model')", "torch.save(model.state_dict()");
  }

  /** A dict in itself, and one that is found along 10^8 ways. */
  @Test
  void hostileDictsEnd() {
    PickleBytes itself =
        PickleBytes.part().ops("}q").op(1).ops("(").text("a").ops("h").op(1).ops("u");
    assertThatThrownBy(() -> inspect(itself)).isInstanceOf(WeightsFormatException.class);
    PickleBytes ways = dict("x.y", TENSOR);
    for (int level = 0; level < 8; level++) {
      PickleBytes next = PickleBytes.part().add(ways).ops("q").op(level).ops("0}(");
      for (int way = 0; way < 10; way++) {
        next.text("d" + way).ops("h").op(level);
      }
      ways = next.ops("u");
    }
    assertThat(inspect(ways).tensors()).hasSize(1);
  }
}
