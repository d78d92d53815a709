// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.grow;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.CandidateBatches;
import org.ciss4j.data.batch.ImagePipeline;
import org.ciss4j.data.batch.Loading;
import org.ciss4j.learn.StepData;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.evaluate.Evaluator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images of the classes that a network knows, with labels of all of them: what a source does not
 * label is what the network says there.
 *
 * @param sources of images, one after the other
 * @param network says what labels lack
 * @param classes number of classes that the network knows
 */
record OldImages(
    List<Source> sources,
    Evaluator network,
    int classes,
    ImagePipeline pipeline,
    int batchSize,
    Seeds seeds,
    RunListener listener)
    implements StepData {

  /**
   * Some labelled images.
   *
   * @param ids which of the data set
   * @param view from its labels to channels of the network
   * @param labelled channels that are labelled wherever they can be seen
   */
  record Source(
      SegmentationDataset dataset, List<String> ids, LabelView view, Set<Integer> labelled) {}

  OldImages {
    sources = List.copyOf(sources);
  }

  @Override
  public int batchesPerEpoch() {
    return batchesOfAllImages();
  }

  @Override
  public int batchesOfAllImages() {
    return sources.stream()
        .mapToInt(source -> (source.ids().size() + batchSize - 1) / batchSize)
        .sum();
  }

  @Override
  public boolean labelsOldClasses() {
    return false;
  }

  @Override
  public void pass(String purpose, Consumer<Batch> look) {
    int total = sources.stream().mapToInt(source -> source.ids().size()).sum();
    int done = 0;
    for (int i = 0; i < sources.size(); i++) {
      try (BatchStream stream = batches(sources.get(i), purpose + "/" + i).stream()) {
        while (stream.hasNext()) {
          try (Batch batch = stream.next();
              Batch whole = completed(batch, sources.get(i))) {
            look.accept(whole);
            done += batch.size();
            listener.on(new RunEvent.Gathered(0, done, total));
          }
        }
      }
    }
  }

  private CandidateBatches batches(Source source, String purpose) {
    return new CandidateBatches(
        source.dataset(),
        source.ids(),
        source.view(),
        pipeline,
        seeds.child(purpose),
        Loading.of(batchSize));
  }

  /** The same images, with what the network says where the labels are open. */
  private Batch completed(Batch batch, Source source) {
    int[] labels = batch.label().data().asInt();
    boolean complete = source.labelled().size() == classes;
    int[] said = complete ? labels : network.labels(batch.image());
    for (int i = 0; i < labels.length; i++) {
      boolean open = labels[i] == LabelSpace.BACKGROUND && !source.labelled().contains(said[i]);
      labels[i] = open ? said[i] : known(labels[i]);
    }
    INDArray label = Nd4j.createUninitializedDetached(DataType.INT32, 'c', batch.label().shape());
    label.data().setData(labels);
    return new Batch(batch.image(), label, batch.extras(), batch.ids(), 0);
  }

  /** Classes that are new are shown later. */
  private int known(int label) {
    return label > classes ? LabelSpace.VOID : label;
  }
}
