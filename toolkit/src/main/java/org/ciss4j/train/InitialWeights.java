// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.graph.memory.NonFinite;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.weights.LoadReport;
import org.ciss4j.graph.weights.Naming;
import org.ciss4j.graph.weights.NetworkWeights;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.ciss4j.result.StartingWeights;
import org.ciss4j.result.store.FileHash;
import org.ciss4j.scenario.ClassNames;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A weights file of a network: of an ImageNet backbone to start from, or of a whole network.
 *
 * @param file safetensors, or what {@code torch.save} wrote
 * @param partial whether training may start from it where it lacks parameters or has some that are
 *     of no use
 */
public record InitialWeights(Path file, boolean partial) {

  /**
   * What training starts from.
   *
   * @param origin the file and what was taken of it; null if all is random
   */
  record Start(Parameters parameters, @Nullable StartingWeights origin) {
    /** Random numbers alone. */
    static Start random(long seed) {
      return new Start(new Parameters(seed), null);
    }

    /** Names of the parameters that came from the file. */
    List<String> loaded() {
      return origin == null ? List.of() : origin.matched();
    }
  }

  /**
   * The parameters that training starts from: those of the file, the others from the seed.
   *
   * @throws CissException of kind usage if the file is not there or does not fit
   */
  Start start(Network network, HeadLayout layout, long seed, RunListener listener) {
    NetworkWeights weights = read();
    LoadReport report = weights.compareWith(SegmentationGraph.parameterShapes(network, layout));
    refuse(report.impossible(), network, layout, "name a file of this network");
    if (!partial) {
      refuse(report.incomplete(), network, layout, "to train all the same, add --partial-weights");
    }
    listener.on(new RunEvent.WeightsLoaded(file, report.lines()));
    return new Start(new Parameters(weights.arrays(report.matched()), seed), origin(report));
  }

  private StartingWeights origin(LoadReport report) {
    try {
      return new StartingWeights(
          file.toString(),
          Files.size(file),
          FileHash.of(file),
          report.naming().toString(),
          report.matched(),
          report.missing(),
          report.unused());
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The parameters of a trained network: the file has all of them and nothing else.
   *
   * @throws CissException of kind usage if the file is not there or is of another network
   */
  Parameters trained(Network network, HeadLayout layout, RunListener listener) {
    NetworkWeights weights = readWhole();
    LoadReport report = weights.compareWith(SegmentationGraph.parameterShapes(network, layout));
    String advice = "name the backbone, scenario and step it was trained for";
    refuse(otherClasses(weights, layout), network, layout, advice);
    refuse(report.unlikeTrained(), network, layout, advice);
    listener.on(new RunEvent.WeightsLoaded(file, report.lines()));
    return Parameters.trained(weights.arrays(report.matched()));
  }

  /**
   * A trained network with all its classes in one step.
   *
   * @param names of its classes, by output, without background; null for those that come with the
   *     kind of file
   * @param origin of the file
   */
  public record Adopted(
      Parameters parameters, List<String> names, boolean background, StartingWeights origin) {}

  /**
   * A trained network of a file, whatever its classifiers: they are joined into one.
   *
   * @param names of its classes, in the order of its outputs, background left out; null for those
   *     of PASCAL VOC, which torchvision's networks have
   * @throws CissException of kind usage if the file is not there, is of another network, or has
   *     another number of classes
   */
  public Adopted adopt(Network network, @Nullable List<String> names, RunListener listener) {
    NetworkWeights weights = readWhole();
    HeadLayout layout = layout(weights);
    List<String> known = names == null ? standardNames(weights) : names;
    if (layout.classes() != known.size()) {
      throw CissException.usage(
          "%s has outputs for %d classes%s, and %d are named (%s); name each output, in order",
          file,
          layout.classes(),
          layout.background() ? " and the background" : "",
          known.size(),
          ClassNames.line(known));
    }
    LoadReport report = weights.compareWith(SegmentationGraph.parameterShapes(network, layout));
    refuse(report.unlikeTrained(), network, layout, "name its backbone and output stride");
    listener.on(new RunEvent.WeightsLoaded(file, report.lines()));
    Map<String, INDArray> arrays = new LinkedHashMap<>(weights.arrays(report.matched()));
    return new Adopted(
        Parameters.trained(joined(arrays, layout.steps())),
        known,
        layout.background(),
        origin(report));
  }

  private HeadLayout layout(NetworkWeights weights) {
    if (weights.hasConvolvedClassifiers()) {
      throw CissException.usage(
          "%s is a network of method ssul, whose classifiers have convolutions of their own, and"
              + " only 1x1 convolutions can be adopted; go on with the run that it is of",
          file);
    }
    List<Integer> outputs = new ArrayList<>(weights.classesPerStep());
    boolean background = weights.hasBackground();
    if (outputs.isEmpty() || outputs.get(0) < (background ? 2 : 1)) {
      throw CissException.usage(
          "%s is no trained network: it has no classifiers; name a whole network, or start from a"
              + " backbone with ciss train --weights",
          file);
    }
    outputs.set(0, outputs.get(0) - (background ? 1 : 0));
    HeadLayout layout = new HeadLayout(outputs);
    return background ? layout.withBackground() : layout;
  }

  private List<String> standardNames(NetworkWeights weights) {
    if (weights.naming() != Naming.TORCHVISION_DEEPLAB) {
      throw CissException.usage(
          "%s does not say what its classes are called; name them, in the order of its outputs",
          file);
    }
    return LabelSpace.pascalVoc().foregroundNames();
  }

  private static Map<String, INDArray> joined(Map<String, INDArray> arrays, int steps) {
    for (String kind : List.of(".weight", ".bias")) {
      INDArray[] parts = new INDArray[steps];
      for (int step = 0; step < steps; step++) {
        parts[step] = Objects.requireNonNull(arrays.remove(HeadLayout.classifierName(step) + kind));
      }
      arrays.put(
          HeadLayout.classifierName(0) + kind, steps == 1 ? parts[0] : Nd4j.concat(0, parts));
    }
    return arrays;
  }

  private static Optional<String> otherClasses(NetworkWeights weights, HeadLayout layout) {
    List<Integer> found = weights.classesPerStep();
    if (found.isEmpty()) {
      return Optional.of("it has no classifiers");
    }
    return found.equals(layout.classesPerStep())
        ? Optional.empty()
        : Optional.of("it has classes " + found);
  }

  /** The weights of a network whose head is one of ours, if it has one. */
  private NetworkWeights readWhole() {
    NetworkWeights weights = read();
    if (weights.naming().hasForeignHead()) {
      throw CissException.usage(
          "%s is named as in %s, whose head is not that of ciss4j; start from its backbone with"
              + " ciss train --weights",
          file, weights.naming());
    }
    return weights;
  }

  private NetworkWeights read() {
    if (!Files.isRegularFile(file)) {
      throw CissException.usage(
          "weights file %s does not exist; name a file of the network's parameters, .pth or"
              + " .safetensors",
          file);
    }
    try {
      return requireFinite(NetworkWeights.read(file));
    } catch (WeightsFormatException e) {
      throw CissException.usage("%s", e.getMessage()).withCause(e);
    } catch (UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  /** Also in what is not used: a file that is damaged there is damaged. */
  private NetworkWeights requireFinite(NetworkWeights weights) {
    Optional<String> found = NonFinite.among(weights.all());
    if (found.isPresent()) {
      throw CissException.usage(
          "weights file %s holds numbers that are not finite: %s; name one that is whole",
          file, found.get());
    }
    return weights;
  }

  private CissException unreadable(Exception e) {
    return CissException.usage("weights file %s cannot be read (%s)", file, FileTrouble.reason(e))
        .withCause(e);
  }

  private void refuse(Optional<String> reason, Network network, HeadLayout layout, String advice) {
    if (reason.isPresent()) {
      throw CissException.usage(
          "%s does not fit a %s with classes %s: %s; %s",
          file, network.backbone().name(), layout.classesPerStep(), reason.get(), advice);
    }
  }
}
