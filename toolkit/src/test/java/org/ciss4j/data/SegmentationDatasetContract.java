// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;

/** What every data set promises. */
public abstract class SegmentationDatasetContract {

  protected abstract SegmentationDataset dataset();

  @Test
  void hasANameForFolders() {
    assertThat(dataset().name()).matches("[a-z0-9-]+");
  }

  @Test
  void idsAreDistinctAndSplitsShareNone() {
    SegmentationDataset dataset = dataset();
    List<String> all = new ArrayList<>(dataset.ids(Split.TRAIN));
    all.addAll(dataset.ids(Split.TEST));
    assertThat(all).doesNotHaveDuplicates();
    assertThat(dataset.ids(Split.TRAIN)).isNotEmpty();
    assertThat(dataset.ids(Split.TEST)).isNotEmpty();
    assertThatThrownBy(() -> dataset.ids(Split.TRAIN).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void classesInAreTheForegroundLabelsOfTheImage() {
    SegmentationDataset dataset = dataset();
    for (Split split : Split.values()) {
      for (String id : dataset.ids(split).subList(0, Math.min(20, dataset.ids(split).size()))) {
        Set<Integer> labels = labels(dataset.read(id));
        assertThat(labels).allMatch(label -> label == 255 || dataset.labelSpace().contains(label));
        labels.removeAll(Set.of(0, 255));
        assertThat(dataset.classesIn(id)).as(id).isEqualTo(labels);
      }
    }
  }

  @Test
  void readingTwiceGivesTheSame() {
    SegmentationDataset dataset = dataset();
    String id = dataset.ids(Split.TRAIN).get(0);
    LabeledImage first = dataset.read(id);
    LabeledImage second = dataset.read(id);
    assertThat(second.id()).isEqualTo(id);
    assertThat(second.rgb()).isEqualTo(first.rgb());
    assertThat(second.label()).isEqualTo(first.label());
  }

  @Test
  void classesInNamesForegroundClassesOnly() {
    SegmentationDataset dataset = dataset();
    for (Split split : Split.values()) {
      Set<Integer> met = new HashSet<>();
      dataset.ids(split).forEach(id -> met.addAll(dataset.classesIn(id)));
      assertThat(met).isSubsetOf(dataset.labelSpace().foreground()).isNotEmpty();
    }
  }

  @Test
  void checkReportsProgressToTheEnd() {
    SegmentationDataset dataset = dataset();
    for (Split split : Split.values()) {
      List<Integer> done = new ArrayList<>();
      dataset.check(
          split,
          (count, total) -> {
            done.add(count);
            assertThat(total).isEqualTo(dataset.ids(split).size());
          });
      assertThat(done).isSorted().hasSize(dataset.ids(split).size());
    }
  }

  @Test
  void anUnknownIdIsAUsageError() {
    for (String id : List.of("no_such_image", "../a")) {
      assertThatThrownBy(() -> dataset().read(id))
          .isInstanceOf(CissException.class)
          .hasMessageContaining(id);
      assertThatThrownBy(() -> dataset().classesIn(id))
          .isInstanceOf(CissException.class)
          .hasMessageContaining(id);
    }
  }

  protected static Set<Integer> labels(LabeledImage image) {
    Set<Integer> labels = new TreeSet<>();
    for (byte label : image.label()) {
      labels.add(Byte.toUnsignedInt(label));
    }
    return labels;
  }
}
