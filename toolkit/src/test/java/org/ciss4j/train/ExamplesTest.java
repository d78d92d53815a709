// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ciss4j.Ciss;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Split;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.RunConfig;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private static final int CROSS = 4;

  private final RunConfig config = Ciss.dataset("sample").crop(48).config();

  private static Set<Integer> classes(LabeledImage image) {
    Set<Integer> classes = new TreeSet<>();
    for (byte label : image.label()) {
      classes.add(Byte.toUnsignedInt(label));
    }
    return classes;
  }

  @Test
  void novelClassesComeFirst() {
    List<LabeledImage> images = new Examples(config, 1).choose(4);
    assertThat(images).hasSize(4).extracting(LabeledImage::id).doesNotHaveDuplicates();
    assertThat(classes(images.get(0))).contains(CROSS);
    assertThat(classes(images.get(1))).contains(1);
    assertThat(images).allMatch(image -> image.width() == 48 && image.height() == 48);
    assertThat(images).allMatch(image -> image.id().startsWith("test"));
  }

  @Test
  void futureClassesAreBackground() {
    assertThat(new Examples(config, 0).choose(8))
        .allSatisfy(image -> assertThat(classes(image)).doesNotContain(CROSS));
  }

  @Test
  void coloursAreThoseOfTheImage() {
    EvaluationConfig full = config.evaluation().withRegion(EvaluationConfig.Region.FULL);
    LabeledImage shown = new Examples(config.withEvaluation(full), 1).choose(1).get(0);
    LabeledImage original = Experiment.of(config).dataset().read(shown.id());
    assertThat(shown.rgb()).isEqualTo(original.rgb());
    assertThat(shown.label()).isEqualTo(original.label());
  }

  @Test
  void noTestImageIsOpenedIfOthersAreHeldOut() {
    RunConfig heldOut = config.withEvaluation(config.evaluation().withHeldOut(0.2));
    List<LabeledImage> images = new Examples(heldOut, 1).choose(3);
    assertThat(images).hasSize(3);
    assertThat(Experiment.of(config).dataset().ids(Split.TRAIN))
        .containsAll(images.stream().map(LabeledImage::id).toList());
  }

  @Test
  void someAreSpreadOverAll() {
    List<String> all = Experiment.of(config).dataset().ids(Split.TEST);
    Examples examples = new Examples(config, 1);
    assertThat(examples.spread(all.size() + 1)).isEqualTo(all);
    assertThat(examples.spread(2)).containsExactly(all.get(0), all.get(all.size() / 2));
    assertThat(examples.read(examples.spread(2)))
        .extracting(LabeledImage::id)
        .isEqualTo(examples.spread(2));
  }

  @Test
  void noneAreChosenIfNoneAreWanted() {
    assertThat(new Examples(config, 1).choose(0)).isEmpty();
  }
}
