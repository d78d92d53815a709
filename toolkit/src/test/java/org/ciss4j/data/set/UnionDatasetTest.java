// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.DatasetInspection;
import org.ciss4j.data.Inspection;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Problem;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.SegmentationDatasetContract;
import org.ciss4j.data.Split;
import org.ciss4j.data.TinyFiles;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.data.set.UnionDataset.Member;
import org.ciss4j.scenario.LabelSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnionDatasetTest extends SegmentationDatasetContract {
  private static final SegmentationDataset ROADS =
      new Plain(new LabelSpace("roads", List.of("background", "car", "road", "tree")), 1, 3, 0);
  private static final SegmentationDataset FARMS =
      new Plain(new LabelSpace("farms", List.of("background", "tree", "cow")), 2, 1, 0, 255);

  /** A pixel of each of some labels, the same in all images. */
  private record Plain(LabelSpace labelSpace, int... labels) implements SegmentationDataset {
    @Override
    public String name() {
      return labelSpace.name();
    }

    @Override
    public List<String> ids(Split split) {
      return split == Split.TRAIN ? List.of("a", "b") : List.of("c");
    }

    @Override
    public Set<Integer> classesIn(String id) {
      requireKnown(id);
      return java.util.Arrays.stream(labels)
          .filter(label -> label != 0 && label != 255)
          .boxed()
          .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    @Override
    public LabeledImage read(String id) {
      requireKnown(id);
      byte[] label = new byte[labels.length];
      for (int i = 0; i < label.length; i++) {
        label[i] = (byte) labels[i];
      }
      return new LabeledImage(id, labels.length, 1, new byte[3 * labels.length], label);
    }

    private void requireKnown(String id) {
      if (!List.of("a", "b", "c").contains(id)) {
        throw CissException.usage("there is no image %s", id);
      }
    }

    @Override
    public void check(Split split, Progress progress) {
      for (int i = 1; i <= ids(split).size(); i++) {
        progress.update(i, ids(split).size());
      }
    }
  }

  private static UnionDataset union(UnknownClasses unknown) {
    return UnionDataset.of(
        "both", List.of(new Member("roads", ROADS), new Member("farms", FARMS)), unknown);
  }

  @Override
  protected SegmentationDataset dataset() {
    return union(UnknownClasses.BACKGROUND);
  }

  private static List<Integer> labelsOf(UnionDataset union, String id) {
    byte[] label = union.read(id).label();
    return java.util.stream.IntStream.range(0, label.length)
        .mapToObj(i -> Byte.toUnsignedInt(label[i]))
        .toList();
  }

  @Test
  void classesOfOneNameAreOneClass() {
    UnionDataset union = union(UnknownClasses.BACKGROUND);
    assertThat(union.labelSpace().classNames())
        .containsExactly("background", "car", "road", "tree", "cow");
    assertThat(union.ids(Split.TRAIN)).containsExactly("roads/a", "roads/b", "farms/a", "farms/b");
    assertThat(labelsOf(union, "roads/a")).containsExactly(1, 3, 0);
    assertThat(labelsOf(union, "farms/c")).containsExactly(4, 3, 0, 255);
    assertThat(union.classesIn("farms/b")).containsExactlyInAnyOrder(3, 4);
  }

  @Test
  void backgroundIsVoidWhereClassesAreUnknown() {
    assertThat(labelsOf(union(UnknownClasses.VOID), "roads/a")).containsExactly(1, 3, 255);
    UnionDataset alone =
        UnionDataset.of("one", List.of(new Member("roads", ROADS)), UnknownClasses.VOID);
    assertThat(labelsOf(alone, "roads/a")).as("all classes are known").containsExactly(1, 3, 0);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused(
        () -> UnionDataset.of("none", List.of(), UnknownClasses.BACKGROUND), "name at least one");
    refused(() -> new Member("a/b", ROADS), "'a/b'");
    refused(() -> new Member("..", ROADS), "'..'");
    Member roads = new Member("roads", ROADS);
    refused(() -> UnionDataset.of("My Set", List.of(roads), UnknownClasses.BACKGROUND), "'My Set'");
    refused(
        () -> UnionDataset.of("twice", List.of(roads, roads), UnknownClasses.BACKGROUND),
        "two data sets");
    SegmentationDataset without =
        new Plain(LabelSpace.withoutBackground("tiles", List.of("grass", "sky")), 1, 2);
    refused(
        () ->
            UnionDataset.of(
                "mixed", List.of(roads, new Member("tiles", without)), UnknownClasses.BACKGROUND),
        "join those that are alike");
    assertThatThrownBy(() -> union(UnknownClasses.BACKGROUND).read("farms"))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("roads, farms");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CissException.class).hasMessageContaining(message);
  }

  @Test
  void whatADataSetDoesNotNameIsVoid() {
    SegmentationDataset odd =
        new Plain(new LabelSpace("odd", List.of("background", "car")), 1, 200, 0);
    UnionDataset union =
        UnionDataset.of(
            "one",
            List.of(new Member("odd", odd), new Member("farms", FARMS)),
            UnknownClasses.BACKGROUND);
    assertThat(labelsOf(union, "odd/a")).containsExactly(1, 255, 0);
    assertThat(union.classesIn("odd/a")).containsExactly(1);
  }

  @Test
  void itSaysWhatItIsMadeOf() {
    assertThat(union(UnknownClasses.BACKGROUND).origin())
        .contains(
            "joined from roads, farms; background is background",
            "roads: does not name cow; such pixels are background",
            "farms: does not name car, road; such pixels are background");
    assertThat(union(UnknownClasses.VOID).origin().get(0))
        .contains("void where a class is unknown");
    assertThat(union(UnknownClasses.VOID).origin())
        .contains("roads: does not name cow; its background is void");
    assertThat(union(UnknownClasses.BACKGROUND)).hasToString("both of roads, farms");
  }

  @Test
  void aCloseLookCountsTheUnionsClasses() {
    assertThat(union(UnknownClasses.BACKGROUND).inspect("farms/a"))
        .isEqualTo(new Inspection("farms/a", Map.of(4, 1L, 3, 1L, 0, 1L, 255, 1L), List.of()));
    assertThat(union(UnknownClasses.VOID).inspect("farms/a").pixels())
        .as("background and void are one")
        .isEqualTo(Map.of(4, 1L, 3, 1L, 255, 2L));
  }

  /** Each data set judges its own images by its own numbers. */
  @Test
  void aCloseLookFindsWhatEachDataSetFinds(@TempDir Path root) {
    TinyFiles shown = new TinyFiles(root.resolve("shown")).text("labels.txt", "0 no", "1 cow");
    TinyFiles empty = new TinyFiles(root.resolve("empty")).text("labels.txt", "0 no", "1 hen");
    for (int i = 0; i < 12; i++) {
      shown.image("images/s" + i + ".png").mask("masks/s" + i + ".png", 0, 1, 1, 0);
      empty.image("images/e" + i + ".png").mask("masks/e" + i + ".png", 0, 0, 0, 0);
    }
    shown.mask("masks/s3.png", 0, 1, 7, 0);
    FileDataset second = FolderDataset.open(root.resolve("empty"), null);
    UnionDataset union =
        UnionDataset.of(
            "one",
            List.of(
                new Member("shown", FolderDataset.open(root.resolve("shown"), null)),
                new Member("empty", second)),
            UnknownClasses.BACKGROUND);
    DatasetInspection found = DatasetInspection.of(union, split -> Progress.none());
    assertThat(found.counts())
        .isEqualTo(Map.of(Problem.Kind.UNKNOWN_LABEL, 1L, Problem.Kind.LABEL_CONVENTION, 1L));
    assertThat(found.findings(Split.TRAIN))
        .isEqualTo(DatasetInspection.of(second, split -> Progress.none()).findings(Split.TRAIN));
    assertThat(union.findings(Split.TRAIN, found.of(Split.TRAIN)))
        .isEqualTo(found.findings(Split.TRAIN));
  }

  /** Whoever was not asked about the images can still be asked about the part. */
  @Test
  void findingsNeedNoLookBefore(@TempDir Path root) {
    TinyFiles files =
        new TinyFiles(root).text("labels.txt", "0 no", "1 hen").text("train.txt", "a");
    files.image("images/a.png").mask("masks/a.png", 0, 0, 0, 0).text("val.txt", "b");
    files.image("images/b.png").mask("masks/b.png", 0, 1, 0, 0);
    List<Member> one = List.of(new Member("one", FolderDataset.open(root, null)));
    List<Inspection> looks =
        List.of(UnionDataset.of("all", one, UnknownClasses.BACKGROUND).inspect("one/a"));
    assertThat(
            UnionDataset.of("all", one, UnknownClasses.BACKGROUND)
                .findings(Split.TRAIN, looks)
                .problems())
        .hasSize(1);
  }
}
