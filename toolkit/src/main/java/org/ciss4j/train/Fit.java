// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.result.Damage;
import org.ciss4j.result.RunDirectory;

/** Whether the parameters that a run has stored are those of the network that it names. */
public final class Fit {
  private Fit() {}

  /**
   * The parameters of a step that is done.
   *
   * @throws org.ciss4j.common.CissException if there is no such step, its file is missing or
   *     damaged, or it is of another network
   */
  public static Parameters load(RunDirectory run, int step, Network network, HeadLayout layout) {
    Parameters parameters = Checkpoints.load(run, step);
    require(run.step(step).model(), parameters, network, layout);
    return parameters;
  }

  /**
   * Compares names and shapes.
   *
   * @param file where the parameters come from
   * @throws org.ciss4j.common.CissException of kind usage if they are of another network
   */
  public static void require(Path file, Parameters parameters, Network network, HeadLayout layout) {
    Map<String, List<Long>> shapes = SegmentationGraph.parameterShapes(network, layout);
    TreeSet<String> names = new TreeSet<>(shapes.keySet());
    names.addAll(parameters.arrays().keySet());
    for (String name : names) {
      List<Long> stored =
          parameters.contains(name)
              ? Arrays.stream(parameters.get(name).shape()).boxed().toList()
              : null;
      List<Long> wanted = shapes.get(name);
      if (stored == null || !stored.equals(wanted)) {
        throw Damage.foreign(
            file,
            String.format(
                Locale.ROOT,
                "is not the network of config.json, a %s with classes %s: %s is %s, expected %s",
                network.backbone().name(),
                layout.classesPerStep(),
                name,
                stored == null ? "missing" : stored,
                wanted == null ? "none" : wanted),
            "restore config.json, or train into another folder");
      }
    }
  }
}
