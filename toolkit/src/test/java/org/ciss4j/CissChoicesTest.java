// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.graph.option.Precision;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.Mib;
import org.ciss4j.method.Plop;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.result.config.Augmentation;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.VoidPixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One choice neither undoes another nor keeps what it should change. */
class CissChoicesTest {
  private static final Map<String, UnaryOperator<Ciss>> CHOICES = choices();

  private static Map<String, UnaryOperator<Ciss>> choices() {
    Map<String, UnaryOperator<Ciss>> choices = new LinkedHashMap<>();
    choices.put("data", ciss -> ciss.data(Path.of("/d")));
    choices.put("unknownClasses", ciss -> ciss.unknownClasses(UnknownClasses.VOID));
    choices.put("trainList", ciss -> ciss.trainList("l"));
    choices.put("scenario", ciss -> ciss.scenario("2-1"));
    choices.put("classes", ciss -> ciss.classes(List.of(1, 2, 3)));
    choices.put("classOrder", ciss -> ciss.classOrder(List.of(3, 2, 1)));
    choices.put("voidPixels", ciss -> ciss.voidPixels(VoidPixels.BACKGROUND));
    choices.put("splitSeed", ciss -> ciss.splitSeed(5));
    choices.put("heldOut", ciss -> ciss.heldOut(0.2));
    choices.put("setting", ciss -> ciss.setting(Setting.DISJOINT));
    choices.put("method", ciss -> ciss.method(Plop.voc()));
    choices.put("backbone", ciss -> ciss.backbone("resnet50"));
    choices.put("outputStride", ciss -> ciss.outputStride(8));
    choices.put("precision", ciss -> ciss.precision(Precision.BFLOAT16));
    choices.put("freezeBn", Ciss::freezeBn);
    choices.put("weights", ciss -> ciss.partialWeights(Path.of("/w.pth")));
    choices.put("epochs", ciss -> ciss.epochs(7));
    choices.put("batchSize", ciss -> ciss.batchSize(3));
    choices.put("crop", ciss -> ciss.crop(77));
    choices.put("learningRate", ciss -> ciss.learningRate(0.5));
    choices.put("laterLearningRate", ciss -> ciss.laterLearningRate(0.3));
    choices.put(
        "augmentation", ciss -> ciss.augmentation(Augmentation.of(Augmentation.Recipe.SSUL)));
    choices.put("memory", ciss -> ciss.memory(9));
    choices.put("cache", ciss -> ciss.cache(1));
    choices.put("loaderThreads", ciss -> ciss.loaderThreads(5));
    choices.put("checkpointEvery", ciss -> ciss.checkpointEvery(4));
    choices.put("command", ciss -> ciss.command(List.of("ciss")));
    choices.put("seed", ciss -> ciss.seed(8));
    choices.put("protocol", ciss -> ciss.protocol(EvaluationProtocol.dkdAde()));
    choices.put("evaluateOn", ciss -> ciss.evaluateOn(EvaluationConfig.Region.FULL));
    return choices;
  }

  /** Every data set has other defaults to start from; so has a stored run. */
  @ParameterizedTest
  @ValueSource(strings = {"voc", "ade", "sample"})
  void theOrderOfChoicesMeansNothing(String dataset) {
    Ciss start = Ciss.dataset(dataset);
    for (Ciss begun :
        List.of(start, Ciss.of(start.config()), Ciss.of(start.config()).method(Mib.standard()))) {
      CHOICES.forEach(
          (one, first) ->
              CHOICES.forEach(
                  (other, second) ->
                      assertThat(second.apply(first.apply(begun)).config())
                          .as("%s and %s", one, other)
                          .isEqualTo(first.apply(second.apply(begun)).config())));
    }
  }

  /** All at once and each twice: what was said first is still there. */
  @Test
  void noChoiceIsLost() {
    Ciss once = Ciss.dataset("voc");
    for (UnaryOperator<Ciss> choice : CHOICES.values()) {
      once = choice.apply(once);
    }
    Ciss twice = once;
    for (UnaryOperator<Ciss> choice : CHOICES.values()) {
      twice = choice.apply(twice);
      assertThat(twice.config()).isEqualTo(once.config());
    }
  }

  @Test
  void voidPixelsFollowTheMethodUnlessTheyWereChosen() {
    RunConfig dkd = Ciss.dataset("voc").config();
    assertThat(voidOf(Ciss.of(dkd).method(Plop.voc()))).isEqualTo(VoidPixels.IGNORED);
    RunConfig plop = Ciss.dataset("voc").method(Plop.voc()).config();
    assertThat(voidOf(Ciss.of(plop).method(Mib.standard()))).isEqualTo(VoidPixels.BACKGROUND);
    assertThat(Ciss.of(plop).method(Dkd.voc()).config()).isEqualTo(dkd);
    for (Ciss chosen :
        List.of(
            Ciss.of(plop).voidPixels(VoidPixels.BACKGROUND),
            Ciss.of(Ciss.of(plop).voidPixels(VoidPixels.BACKGROUND).config()),
            Ciss.dataset("voc").voidPixels(VoidPixels.BACKGROUND))) {
      assertThat(voidOf(chosen.method(Mib.standard()).method(Plop.voc())))
          .isEqualTo(VoidPixels.BACKGROUND);
    }
    RunConfig ignored = Ciss.dataset("voc").voidPixels(VoidPixels.IGNORED).config();
    assertThat(voidOf(Ciss.of(ignored).method(Mib.standard()))).isEqualTo(VoidPixels.IGNORED);
  }

  private static VoidPixels voidOf(Ciss ciss) {
    return ciss.config().scenario().rules().voidPixels();
  }

  @Test
  void theLaterRateFollowsTheFirstUnlessItWasChosen() {
    Ciss voc = Ciss.dataset("voc");
    assertThat(laterRate(voc.learningRate(0.5))).isEqualTo(0.05);
    assertThat(laterRate(Ciss.of(voc.config()).learningRate(0.5))).isEqualTo(0.05);
    Training paper = Training.voc().withLearningRates(0.1, 0.02);
    Stream.of(
            voc.laterLearningRate(0.02),
            voc.laterLearningRate(0.02).epochs(3).batchSize(2),
            voc.training(paper),
            Ciss.of(voc.training(paper).config()),
            Ciss.of(voc.laterLearningRate(0.02).config()))
        .forEach(chosen -> assertThat(laterRate(chosen.learningRate(0.5))).isEqualTo(0.02));
    assertThat(laterRate(voc.laterLearningRate(0.02).training(Training.mib()).learningRate(0.5)))
        .as("a training says it all anew")
        .isEqualTo(0.05);
  }

  private static double laterRate(Ciss ciss) {
    return ciss.config().training().laterLearningRate();
  }
}
