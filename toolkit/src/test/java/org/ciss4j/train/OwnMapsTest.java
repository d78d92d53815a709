// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Batch;
import org.ciss4j.data.CachedDataset;
import org.ciss4j.data.DatasetView;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.data.set.UnionDataset;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.LossTerms;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.method.Method;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.UnknownDecision;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.ciss4j.scenario.VoidPixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A method and a data set of a user's own share a map that says which pixels count. It must train
 * as one whose labels are void where that map is 0, to the last bit: so it is cut and flipped as
 * labels are.
 */
class OwnMapsTest {
  private static final String COUNTS = "counts";

  @TempDir Path folder;

  /** Pixels on every third diagonal do not count. */
  private static byte counts(int i, int width) {
    return (byte) ((i / width + i % width) % 3 == 0 ? 0 : 1);
  }

  /** Images with a map of which pixels count. */
  private static final class Counted extends DatasetView {
    Counted(SegmentationDataset dataset) {
      super(dataset);
    }

    @Override
    public Set<String> extras() {
      return Set.of(COUNTS);
    }

    @Override
    public byte[] extra(String name, String id, Pixels image) {
      assertThat(name).isEqualTo(COUNTS);
      assertThat(image.data()).isEqualTo(read(id).rgb());
      byte[] map = new byte[image.width() * image.height()];
      for (int i = 0; i < map.length; i++) {
        map[i] = counts(i, image.width());
      }
      return map;
    }
  }

  /** The same images without labels where they do not count. */
  private static final class Voided extends DatasetView {
    Voided(SegmentationDataset dataset) {
      super(dataset);
    }

    @Override
    public LabeledImage read(String id) {
      LabeledImage image = super.read(id);
      byte[] label = image.label().clone();
      for (int i = 0; i < label.length; i++) {
        label[i] = counts(i, image.width()) == 0 ? (byte) LabelSpace.VOID : label[i];
      }
      return new LabeledImage(id, image.width(), image.height(), image.rgb(), label);
    }
  }

  /** Learns from pixels that count; without a map, from all. */
  private record CountedPixels(boolean reads) implements Method {
    @Override
    public String name() {
      return "counted";
    }

    @Override
    public List<LossTerm> lossTerms(Step step) {
      return List.of(LossTerms.bceOfLabelled(1));
    }

    @Override
    public HeadLayout headLayout(Scenario scenario, Step step) {
      return Method.super.headLayout(scenario, step).convolved(false);
    }

    @Override
    public Decision decision() {
      return new UnknownDecision(false);
    }

    @Override
    public VoidPixels voidPixels() {
      return VoidPixels.IGNORED;
    }

    @Override
    public Set<String> extras() {
      return reads ? Set.of(COUNTS) : Set.of();
    }

    @Override
    public Optional<PseudoLabels> pseudoLabels(Step step, HeadLayout layout) {
      return Optional.of(new LabelsThatCount(reads));
    }
  }

  private record LabelsThatCount(boolean reads) implements PseudoLabels {
    @Override
    public Set<Endpoint> teacherEndpoints() {
      return Set.of();
    }

    @Override
    public Completed complete(Batch batch, Map<Endpoint, INDArray> teacher) {
      int[] labels = Completed.numbers(batch.label());
      for (int i = 0; reads && i < labels.length; i++) {
        boolean counts = batch.extra(COUNTS).data().getInt(i) == 1;
        labels[i] = counts ? labels[i] : LabelSpace.VOID;
      }
      return Completed.of(batch.label().shape(), labels);
    }
  }

  private static Experiment experiment(boolean reads, SegmentationDataset dataset) {
    return new Experiment(
        dataset,
        SmallRun.SCENARIO,
        new StepRules(Setting.OVERLAPPED, VoidPixels.IGNORED, 0),
        new CountedPixels(reads),
        Model.of(SmallRun.NETWORK),
        SmallRun.TRAINING,
        EvaluationConfig.standard(),
        3);
  }

  @Test
  void aMapIsSeenAsTheLabelsAre() {
    Path counted = folder.resolve("counted");
    Path stopped = folder.resolve("stopped");
    Path voided = folder.resolve("voided");
    Experiment own = experiment(true, new Counted(SmallRun.DATASET));
    SmallRun.train(own, counted);
    SmallRun.train(experiment(false, new Voided(SmallRun.DATASET)), voided);
    assertThat(SmallRun.losses(counted, 1))
        .isEqualTo(SmallRun.losses(voided, 1))
        .hasSizeGreaterThan(5);
    SmallRun.brokenOff(own, stopped, 1, 4, 3);
    SmallRun.assertSame(stopped, counted);
  }

  /** Of a cache, and of several data sets as one. */
  @Test
  void otherFormsOfADataSetHaveItsMaps() {
    SegmentationDataset own = new Counted(SmallRun.DATASET);
    SegmentationDataset joined =
        UnionDataset.of(
            "both", List.of(new UnionDataset.Member("x", own)), UnknownClasses.BACKGROUND);
    SegmentationDataset seen = new CachedDataset(joined, 1 << 20);
    LabeledImage image = seen.read(seen.ids(Split.TRAIN).get(0));
    Pixels pixels = new Pixels(image.width(), image.height(), image.rgb());
    assertThat(seen.extras()).containsExactly(COUNTS);
    assertThat(seen.extra(COUNTS, image.id(), pixels)).contains(0, 1);
    SegmentationDataset mixed =
        UnionDataset.of(
            "both",
            List.of(
                new UnionDataset.Member("x", own), new UnionDataset.Member("y", SmallRun.DATASET)),
            UnknownClasses.BACKGROUND);
    assertThat(mixed.extras()).isEmpty();
  }

  @Test
  void aMapThatNobodyHasIsAskedForInVain() {
    Path out = folder.resolve("none");
    assertThatThrownBy(() -> SmallRun.train(experiment(true, SmallRun.DATASET), out))
        .isInstanceOf(CissException.class)
        .hasMessage(
            "method counted asks for maps 'counts' beside image and label, which data set sample"
                + " does not offer; train it on one whose extras() names them");
    assertThat(out).doesNotExist();
  }
}
