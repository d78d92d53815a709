// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ciss4j.common.CissException;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.SegmentationDatasetContract;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.set.SampleDataset.Options;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.StepRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDatasetTest extends SegmentationDatasetContract {
  private static final SampleDataset STANDARD = new SampleDataset();
  private static final Options SMALL = Options.standard().withSize(32).withImages(60, 20);

  @Override
  protected SegmentationDataset dataset() {
    return new SampleDataset(SMALL);
  }

  @Test
  void thePixelsAreFixed() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    SampleDataset dataset = STANDARD;
    for (String id : List.of("train_0", "train_1", "test_0", "test_99")) {
      digest.update(dataset.read(id).rgb());
      digest.update(dataset.read(id).label());
    }
    assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo("547f64d408cd320e");
  }

  @Test
  void anImageDependsOnSeedPartAndNumberAlone() {
    byte[] image = dataset().read("train_3").rgb();
    assertThat(new SampleDataset(SMALL.withImages(4, 1)).read("train_3").rgb()).isEqualTo(image);
    assertThat(new SampleDataset(SMALL.withSeed(2)).read("train_3").rgb()).isNotEqualTo(image);
    assertThat(dataset().read("test_3").rgb()).isNotEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void everyClassOccurs(int classes) {
    SampleDataset dataset = new SampleDataset(SMALL.withClasses(classes));
    for (Split split : Split.values()) {
      Set<Integer> met = new TreeSet<>();
      dataset.ids(split).forEach(id -> met.addAll(dataset.classesIn(id)));
      assertThat(met).containsExactlyElementsOf(dataset.labelSpace().foreground());
    }
  }

  @Test
  void shapesLieInsideTheImage() {
    SampleDataset dataset = STANDARD;
    for (String id : dataset.ids(Split.TEST)) {
      LabeledImage image = dataset.read(id);
      int last = image.width() - 1;
      int atEdge = 0;
      for (int i = 0; i <= last; i++) {
        for (int pixel :
            new int[] {i, last * image.width() + i, i * image.width(), i * image.width() + last}) {
          int label = Byte.toUnsignedInt(image.label()[pixel]);
          atEdge += label != 0 && label != 255 ? 1 : 0;
        }
      }
      // A shape may touch the edge of the image, but none is cut by it.
      assertThat(atEdge).as(id).isLessThan(12);
    }
  }

  @Test
  void someImagesHaveVoidContours() {
    long withVoid =
        dataset().ids(Split.TRAIN).stream()
            .filter(id -> labels(dataset().read(id)).contains(255))
            .count();
    assertThat(withVoid).isBetween(20L, 58L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3-1", "2-2", "2-1"})
  void everyStepHasImagesAndTheSettingsDiffer(String name) {
    SampleDataset dataset = STANDARD;
    Scenario scenario = Scenario.parse(name, dataset.labelSpace());
    for (var step : scenario) {
      List<String> overlapped = images(scenario, Setting.OVERLAPPED).training(step);
      List<String> disjoint = images(scenario, Setting.DISJOINT).training(step);
      assertThat(disjoint).hasSizeGreaterThan(60);
      assertThat(overlapped).containsAll(disjoint);
      if (!step.futureClasses().isEmpty()) {
        assertThat(overlapped).hasSizeGreaterThan(disjoint.size() + 30);
      }
      assertThat(images(scenario, Setting.OVERLAPPED).test(step)).hasSizeGreaterThan(40);
    }
  }

  @Test
  void oldClassesShowUpInLaterSteps() {
    SampleDataset dataset = STANDARD;
    Scenario scenario = Scenario.parse("2-2", dataset.labelSpace());
    List<String> ids = images(scenario, Setting.DISJOINT).training(scenario.get(1));
    long withOld = ids.stream().filter(id -> dataset.classesIn(id).contains(1)).count();
    assertThat(withOld).isGreaterThan(ids.size() / 5);
  }

  private static StepImages images(Scenario scenario, Setting setting) {
    return new StepImages(STANDARD, scenario, StepRules.of(setting));
  }

  @Test
  void refusesWhatItCannotDraw() {
    assertThatThrownBy(() -> SMALL.withClasses(7))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("2 to 6");
    assertThatThrownBy(() -> SMALL.withClasses(1)).isInstanceOf(CissException.class);
    assertThatThrownBy(() -> SMALL.withSize(8))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("16 pixels");
    assertThatThrownBy(() -> SMALL.withImages(0, 1)).isInstanceOf(CissException.class);
  }
}
