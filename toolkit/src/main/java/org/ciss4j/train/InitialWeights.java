// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.op.NonFinite;
import org.ciss4j.graph.weights.LoadReport;
import org.ciss4j.graph.weights.NetworkWeights;
import org.ciss4j.graph.weights.WeightsFormatException;
import org.ciss4j.result.Sha256;
import org.ciss4j.result.StartingWeights;
import org.ciss4j.scenario.CissException;
import org.jspecify.annotations.Nullable;

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
          Sha256.of(file),
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
    NetworkWeights weights = read();
    LoadReport report = weights.compareWith(SegmentationGraph.parameterShapes(network, layout));
    String advice = "name the backbone, scenario and step it was trained for";
    refuse(otherClasses(weights, layout), network, layout, advice);
    refuse(report.unlikeTrained(), network, layout, advice);
    listener.on(new RunEvent.WeightsLoaded(file, report.lines()));
    return Parameters.trained(weights.arrays(report.matched()));
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

  private NetworkWeights read() {
    if (!Files.isRegularFile(file)) {
      throw CissException.usage("there is no weights file %s", file);
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
    return CissException.usage("weights file %s cannot be read (%s)", file, e.getMessage())
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
