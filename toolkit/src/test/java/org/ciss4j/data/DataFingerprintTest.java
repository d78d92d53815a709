// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ciss4j.data.set.Datasets;
import org.ciss4j.data.set.SampleDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFingerprintTest {
  private static final List<Split> ALL = List.of(Split.values());

  @TempDir Path folder;

  private static String fingerprint(VocFiles files, List<Split> parts) {
    return DataFingerprint.of(Datasets.open("voc", files.root, null), parts);
  }

  @Test
  void thePlaceDoesNotMatter() throws Exception {
    VocFiles files = VocFiles.sound(folder.resolve("one"));
    String before = fingerprint(files, ALL);
    assertThat(before).matches("[0-9a-f]{64}").isEqualTo(fingerprint(files, ALL));
    Path moved = folder.resolve("two");
    Files.move(files.root, moved);
    assertThat(DataFingerprint.of(Datasets.open("voc", moved, null), ALL)).isEqualTo(before);
  }

  /** Image d is of the test part. */
  @Test
  void filesOfPartsThatAreNotLookedAtDoNotMatter() {
    VocFiles files = VocFiles.sound(folder);
    String all = fingerprint(files, ALL);
    String train = fingerprint(files, List.of(Split.TRAIN));
    files.image("d", new int[100]);
    assertThat(fingerprint(files, ALL)).isNotEqualTo(all);
    assertThat(fingerprint(files, List.of(Split.TRAIN))).isEqualTo(train);
  }

  @Test
  void drawnImagesAreKnownByTheirClasses() {
    SampleDataset.Options options = SampleDataset.Options.standard().withSize(16).withImages(20, 2);
    String one = DataFingerprint.of(new SampleDataset(options), ALL);
    assertThat(DataFingerprint.of(new SampleDataset(options), ALL)).isEqualTo(one);
    assertThat(DataFingerprint.of(new SampleDataset(options.withSeed(2)), ALL)).isNotEqualTo(one);
  }

  @Test
  void filesOfImagesAreKnownByNameAndSize() {
    Map<String, Long> sizes = Map.of("a", 3L, "b", 5L);
    String both = DataFingerprint.of(List.of("a", "b"), sizes::get);
    assertThat(both).matches("[0-9a-f]{64}");
    assertThat(DataFingerprint.of(List.of("b", "a"), sizes::get)).isEqualTo(both);
    assertThat(DataFingerprint.of(List.of("a"), sizes::get)).isNotEqualTo(both);
    assertThat(DataFingerprint.of(List.of("a", "b"), id -> 3)).isNotEqualTo(both);
  }

  @Test
  void aCacheChangesNothing() {
    SegmentationDataset dataset = Datasets.open("voc", VocFiles.sound(folder).root, null);
    assertThat(DataFingerprint.of(new CachedDataset(dataset, 1 << 20), ALL))
        .isEqualTo(DataFingerprint.of(dataset, ALL));
  }
}
