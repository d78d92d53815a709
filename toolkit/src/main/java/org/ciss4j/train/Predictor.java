// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.data.Batch;
import org.ciss4j.data.Photo;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.result.RunConfig;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;

/** Labels photographs with the network of a step of a run; needs nothing but the run directory. */
public final class Predictor {
  /** Bytes of Java heap per pixel besides the logits: colours, labels, the images to be written. */
  private static final int HEAP_PER_PIXEL = 32;

  private final Evaluator evaluator;
  private final LabelView view;

  private Predictor(Evaluator evaluator, LabelView view) {
    this.evaluator = evaluator;
    this.view = view;
  }

  /**
   * The network of a step that is done.
   *
   * @throws CissException of kind usage if the run has no such step
   */
  public static Predictor load(RunDirectory directory, int step) {
    RunConfig config = directory.config();
    Method method =
        Methods.with(Methods.named(config.method().name()), config.method().hyperParameters());
    Scenario trained = method.trained(scenario(config, directory.classNames()));
    var parameters = ScenarioRunner.load(directory, step);
    Step done = trained.get(step);
    HeadLayout layout = method.headLayout(trained, done);
    return new Predictor(
        new Evaluator(
            Experiment.network(config.model().backbone()), layout, parameters, method.decision()),
        new LabelView(trained, done));
  }

  private static Scenario scenario(RunConfig config, List<String> namesByChannel) {
    int classes = namesByChannel.size() - 1;
    List<Integer> order =
        config.scenario().classOrder().isEmpty()
            ? IntStream.rangeClosed(1, classes).boxed().toList()
            : config.scenario().classOrder();
    String[] names = new String[classes + 1];
    names[LabelSpace.BACKGROUND] = namesByChannel.get(0);
    for (int i = 0; i < classes; i++) {
      names[order.get(i)] = namesByChannel.get(i + 1);
    }
    LabelSpace labels = new LabelSpace(config.data().dataset(), Arrays.asList(names));
    return Scenario.parse(config.scenario().name(), labels, order);
  }

  /** The classes that labels refer to. */
  public LabelSpace labelSpace() {
    return view.scenario().labelSpace();
  }

  /** How many pixels a photograph may have so that its logits find room in the Java heap. */
  public long maxPixels() {
    int classes = view.step().seenClasses().size();
    long byHeap = Runtime.getRuntime().maxMemory() / 5 * 4 / (4L * classes + HEAP_PER_PIXEL);
    return Math.min(byHeap, Integer.MAX_VALUE / Math.max(3, classes));
  }

  /**
   * Labels every pixel of a photograph at its own size.
   *
   * @return unsigned bytes {@code [height, width]}: data set ids, 0 for background
   */
  public byte[] labels(Photo photo) {
    try (Batch batch = photo.toBatch()) {
      int[] channels = evaluator.labels(batch.image());
      byte[] labels = new byte[channels.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) view.classAt(channels[i]);
      }
      return labels;
    }
  }
}
