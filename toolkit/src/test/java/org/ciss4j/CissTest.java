// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.data.VocFiles;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Setting;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CissTest {
  @TempDir Path folder;

  @Test
  void defaultsFollowTheDataSet() {
    RunConfig sample = Ciss.dataset("sample").config();
    assertThat(sample.scenario().name()).isEqualTo("3-1");
    assertThat(sample.model().backbone()).isEqualTo("tiny");
    assertThat(sample.training()).isEqualTo(Training.sample());
    RunConfig voc = Ciss.dataset("voc").config();
    assertThat(voc.scenario().name()).isEqualTo("15-1");
    assertThat(voc.model().backbone()).isEqualTo("resnet18");
    assertThat(voc.training()).isEqualTo(Training.voc());
    assertThat(voc.scenario().setting()).isEqualTo(Setting.OVERLAPPED);
    assertThat(voc.method().name()).isEqualTo("dkd");
  }

  @Test
  void aChangeLeavesTheOriginalAlone() {
    Ciss start = Ciss.dataset("sample");
    RunConfig before = start.config();
    Ciss changed =
        start
            .data(Path.of("d"))
            .trainList("l")
            .scenario("2-1")
            .classOrder(List.of(4, 3, 2, 1))
            .setting(Setting.DISJOINT)
            .method(FineTuning.standard())
            .backbone("resnet18")
            .outputStride(8)
            .freezeBn()
            .partialWeights(Path.of("/w.pth"))
            .epochs(2)
            .batchSize(3)
            .crop(40)
            .learningRate(0.5)
            .seed(9);
    assertThat(start.config()).isEqualTo(before);
    Training training = changed.config().training();
    assertThat(changed.config().model())
        .isEqualTo(
            new ModelConfig(
                "resnet18", 8, true, Path.of("/w.pth").toAbsolutePath().toString(), true));
    assertThat(training.epochs()).isEqualTo(2);
    assertThat(training.batchSize()).isEqualTo(3);
    assertThat(training.crop()).isEqualTo(40);
    assertThat(training.learningRate()).isEqualTo(0.5);
    assertThat(training.laterLearningRate()).isEqualTo(0.05);
    assertThat(changed.laterLearningRate(0.1).config().training().laterLearningRate())
        .isEqualTo(0.1);
    assertThat(changed.config().directoryName())
        .isEqualTo("sample_2-1_disjoint_fine-tuning_resnet18_s9");
  }

  @Test
  void hyperParametersAreKept() {
    assertThat(
            Ciss.dataset("sample")
                .method(Dkd.voc().withoutDkd())
                .config()
                .method()
                .hyperParameters())
        .containsEntry("dkdPositive", "0.0")
        .containsEntry("kd", "5.0")
        .containsEntry("signRule", "PRODUCT");
  }

  @Test
  void trainsAndScoresAgain() {
    List<RunEvent> events = new ArrayList<>();
    Path run = folder.resolve("run");
    Ciss ciss =
        Ciss.dataset("voc")
            .data(VocFiles.sound(folder.resolve("data")).root)
            .scenario("15-5")
            .backbone("tiny")
            .training(Training.sample().withEpochs(1).withCrop(32));
    RunResult result = ciss.train(run, events::add);
    assertThat(Ciss.open(run)).hasToString(result.toString());
    assertThat(Ciss.evaluate(run, 1).scores()).isEqualTo(result.last().scores());
    Path weights = run.resolve("step_1").resolve("model.safetensors");
    assertThat(ciss.evaluateWeights(weights, 1, RunListener.none()).scores())
        .isEqualTo(result.last().scores());
    assertThatThrownBy(() -> ciss.evaluateWeights(weights, 0, RunListener.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("with classes [15]: it has classes [15, 5]; name the");
    assertThatThrownBy(() -> ciss.evaluateWeights(weights, 2, RunListener.none()))
        .hasMessage("15-5 has no step 2; it has 0 to 1");
    assertThat(events).hasAtLeastOneElementOfType(RunEvent.RunStarted.class);
    assertThat(events).hasAtLeastOneElementOfType(RunEvent.StepFinished.class);
  }

  @Test
  void whatDoesNotExistIsToldWhenItIsNeeded() {
    assertThatThrownBy(() -> Ciss.dataset("coco").train(folder.resolve("run")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("use one of voc, ade, cityscapes, msrc, folder, sample");
    assertThatThrownBy(() -> Ciss.open(folder)).isInstanceOf(CissException.class);
  }
}
