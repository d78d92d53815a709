// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Batch;
import org.ciss4j.data.Progress;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.EvaluationBatches;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.machine.MachineMemory;
import org.ciss4j.graph.memory.DryRun;
import org.ciss4j.graph.memory.NonFinite;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.method.label.Decision;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.scenario.LabelView;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Labels images with a trained network. */
public final class Evaluator implements AutoCloseable {
  /** Height and width of an image of which the memory is measured. */
  private static final int MEASURED = 512;

  /** Bytes of Java heap per pixel: colours, labels, the images to be written. */
  private static final int HEAP_PER_PIXEL = 32;

  private final SegmentationGraph graph;
  private final Decision decision;
  private final TestTimeAugmentation augmentation;
  private final boolean reckonsMemory;

  /** 0 until it is measured, which takes a run of the network without numbers. */
  private long bytesPerPixel;

  /**
   * A network of these parameters, which are shared.
   *
   * @throws CissException if they are not those of such a network
   */
  public Evaluator(Network network, HeadLayout layout, Parameters parameters, Decision decision) {
    this(
        build(network, layout, parameters),
        decision,
        TestTimeAugmentation.NONE,
        network.backend().reckonsMemory());
  }

  private Evaluator(
      SegmentationGraph graph,
      Decision decision,
      TestTimeAugmentation augmentation,
      boolean reckonsMemory) {
    this.reckonsMemory = reckonsMemory;
    this.graph = graph;
    this.decision = decision;
    this.augmentation = augmentation;
  }

  /** The same network, which is shown images in these ways; one of the two is to be closed. */
  public Evaluator with(TestTimeAugmentation shown) {
    return new Evaluator(graph, decision, shown, reckonsMemory);
  }

  private static SegmentationGraph build(
      Network network, HeadLayout layout, Parameters parameters) {
    try {
      return SegmentationGraph.build(network, layout, Mode.INFERENCE, parameters);
    } catch (IllegalArgumentException e) {
      throw CissException.failure(
              "model.safetensors is not of a %s with classes %s: %s; train again into another"
                  + " folder",
              network.backbone().name(), layout.classesPerStep(), e.getMessage())
          .withCause(e);
    }
  }

  /**
   * Labels every pixel of some images.
   *
   * @param image float {@code [N, 3, H, W]}, normalised
   * @return N H W channels, image by image, row by row
   * @throws CissException of kind failure if the network's logits are not finite
   */
  public int[] labels(INDArray image) {
    INDArray logits = logits(image);
    try {
      return decision.labels(logits, (int) image.size(2), (int) image.size(3));
    } finally {
      Graphs.recycle(List.of(logits));
    }
  }

  /**
   * Labels every pixel of some images, and tells how probable all labels are.
   *
   * @param image float {@code [N, 3, H, W]}, normalised
   * @param told of channels, once all labels are known
   * @return the labels, which {@code told} gets too
   */
  public int[] labels(INDArray image, Told told) {
    int height = (int) image.size(2);
    int width = (int) image.size(3);
    INDArray logits = logits(image);
    try {
      int[] labels = decision.labels(logits, height, width);
      decision.probabilities(
          logits,
          height,
          width,
          graph.layout().classes(),
          (start, ofLabels) -> told.of(labels, start, ofLabels));
      return labels;
    } finally {
      Graphs.recycle(List.of(logits));
    }
  }

  /** Told how probable labels are at some pixels; from several threads. */
  @FunctionalInterface
  public interface Told {
    /**
     * Takes note of pixels, image by image and row by row.
     *
     * @param labels of all pixels
     * @param start number of the first
     * @param ofLabels {@code [C + 1][pixels]}
     */
    void of(int[] labels, int start, float[][] ofLabels);
  }

  /**
   * At feature resolution: decisions resize them. Finite parameters may be so large that what
   * becomes of them is not.
   */
  private INDArray logits(INDArray image) {
    INDArray logits = augmentation.logits(image, this::unlooked);
    long count = NonFinite.count(logits);
    if (count > 0) {
      Graphs.recycle(List.of(logits));
      throw CissException.failure(
          "the network does not label images: %d of %d logits are not finite, as its parameters are"
              + " too large; train again with a lower learning rate",
          count, logits.length());
    }
    return logits;
  }

  private INDArray unlooked(INDArray image) {
    return Objects.requireNonNull(
        graph.run(image, Endpoint.SMALL_CLASS_LOGITS).get(Endpoint.SMALL_CLASS_LOGITS));
  }

  /**
   * How many pixels an image may have so that it and its labels find room in the Java heap, and the
   * maps of the network in the memory outside of it.
   */
  public long maxPixels() {
    long byHeap = Runtime.getRuntime().maxMemory() / 5 * 4 / HEAP_PER_PIXEL;
    bytesPerPixel = bytesPerPixel == 0 ? measuredBytesPerPixel() : bytesPerPixel;
    double perPixel = bytesPerPixel * augmentation.largestArea();
    long byMemory = (long) (MachineMemory.here().bytes() / 5 * 4 / perPixel);
    return Math.min(Math.min(byHeap, byMemory), Integer.MAX_VALUE / 3);
  }

  /** How much memory outside the Java heap the labelling of a large image takes per pixel. */
  private long measuredBytesPerPixel() {
    if (!reckonsMemory) {
      return 1; // other backends have memory of their own
    }
    try (DryRun dry = DryRun.start()) {
      INDArray image = dry.array(DataType.FLOAT, 1, 3, MEASURED, MEASURED);
      Graphs.recycle(List.of(unlooked(image)));
      return dry.mostBytes() / ((long) MEASURED * MEASURED) + 3 * Float.BYTES;
    }
  }

  /**
   * How probable a class is at every pixel of an image.
   *
   * @param image float {@code [1, 3, H, W]}, normalised
   * @param channel of the class, from 1
   * @return H W probabilities, row by row
   */
  public float[] probabilities(INDArray image, int channel) {
    INDArray logits = logits(image);
    try {
      return decision.probabilities(logits, (int) image.size(2), (int) image.size(3), channel);
    } finally {
      Graphs.recycle(List.of(logits));
    }
  }

  /**
   * What the logits of an image are made of.
   *
   * @param image float {@code [1, 3, H, W]}, normalised
   * @param view from channels to the ids of classes
   */
  public ReasoningScores reasoningScores(INDArray image, LabelView view) {
    Map<Endpoint, INDArray> maps = graph.run(image, Endpoint.POSITIVE, Endpoint.NEGATIVE);
    INDArray positive = Objects.requireNonNull(maps.get(Endpoint.POSITIVE));
    INDArray negative = Objects.requireNonNull(maps.get(Endpoint.NEGATIVE));
    int classes = (int) positive.size(1);
    float[][] ofPositive = rows(positive, classes);
    float[][] ofNegative = rows(negative, classes);
    float[] biases = biases();
    // Channel 0 is the background, and what comes before it has no name.
    int first = 1 - graph.layout().notClasses();
    Map<Integer, ReasoningScores.Logit> logits = new LinkedHashMap<>();
    for (int c = Math.max(0, -first); c < classes; c++) {
      logits.put(
          view.classAt(first + c),
          new ReasoningScores.Logit(ofPositive[c], ofNegative[c], biases[c]));
    }
    ReasoningScores scores =
        new ReasoningScores((int) positive.size(3), (int) positive.size(2), logits);
    Graphs.recycle(List.of(positive, negative));
    return scores;
  }

  private static float[][] rows(INDArray map, int classes) {
    INDArray ordered = map.dup('c');
    float[][] rows = ordered.reshape(classes, -1).toFloatMatrix();
    ordered.close();
    return rows;
  }

  private float[] biases() {
    float[] biases = new float[graph.layout().outputs()];
    int done = 0;
    for (int step = 0; step < graph.layout().steps(); step++) {
      for (String name : graph.layout().classifierNames(step)) {
        float[] own = graph.parameters().get(name + ".bias").toFloatVector();
        System.arraycopy(own, 0, biases, done, own.length);
        done += own.length;
      }
    }
    return biases;
  }

  /** Counts truth against prediction over all batches. */
  public ConfusionMatrix evaluate(EvaluationBatches batches, Progress progress) {
    ConfusionMatrix confusion = new ConfusionMatrix(graph.layout().classes() + 1);
    int done = 0;
    try (BatchStream stream = batches.stream()) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          confusion.add(batch.label().data().asInt(), labels(batch.image()));
          progress.update(++done, batches.count());
        }
      }
    }
    return confusion;
  }

  /** Frees what the network keeps besides its parameters. */
  @Override
  public void close() {
    graph.close();
  }
}
