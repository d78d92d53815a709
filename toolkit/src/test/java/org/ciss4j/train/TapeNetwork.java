// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.ciss4j.data.Batch;

/**
 * The network of {@link SmallRun} in double precision, for images of one size: in training with two
 * branches and the statistics of the batch, else with one and frozen normalisations.
 */
final class TapeNetwork {
  private static final int WIDTH = SmallRun.NETWORK.width();
  private static final double EPSILON = 1e-5;

  final Tape tape;
  private final Map<String, double[]> shares;
  final Map<String, Tape.Statistics> statistics = new LinkedHashMap<>();
  final List<Tape.Grid> maps = new ArrayList<>();
  private final boolean trains;
  Tape.Grid logits;

  TapeNetwork(Map<String, double[]> parameters, Map<String, double[]> shares, boolean trains) {
    this.tape = new Tape(parameters);
    this.shares = shares;
    this.trains = trains;
  }

  /** Stages before their activations, then features; logits are apart. */
  TapeNetwork run(Batch batch, int classifiers) {
    int images = batch.size();
    int size = (int) batch.image().size(2);
    Tape.Grid x = new Tape.Grid(images, size, size, 3);
    for (int n = 0; n < images; n++) {
      for (int p = 0; p < size * size; p++) {
        for (int c = 0; c < 3; c++) {
          x.values[x.at(n, p / size, p % size, c)] =
              batch.image().getDouble(n, c, p / size, p % size);
        }
      }
    }
    Tape.Grid y = conv(x, "backbone.conv1", 4, 7, 2, 1);
    y = tape.maxPool(tape.relu(norm(y, "backbone.bn1", trains, c -> 1)));
    int[] strides = {1, 2, 2, 1};
    for (int stage = 0; stage < 4; stage++) {
      y = block(y, "backbone.layer" + (stage + 1) + ".0.", stage, strides[stage]);
    }
    Tape.Grid f = aspp(y);
    maps.add(f);
    List<Tape.Grid> parts = new ArrayList<>();
    for (int i = 1; i <= classifiers; i++) {
      int rows = tape.parameter("cls." + i + ".bias").length;
      parts.add(
          tape.bias(tape.conv(f, "cls." + i + ".weight", rows, 1, 1, 0, 1), "cls." + i + ".bias"));
    }
    logits = tape.joined(f.height, f.width, parts.toArray(Tape.Grid[]::new));
    return this;
  }

  /** The last stage is dilated instead of strided. */
  private Tape.Grid block(Tape.Grid x, String prefix, int stage, int stride) {
    int channels = 4 << stage;
    int dilation = stage == 3 ? 2 : 1;
    Tape.Grid y =
        tape.relu(both(x, "backbone.", prefix, "conv1", "bn1", channels, 3, stride, dilation));
    y = both(y, "backbone.", prefix, "conv2", "bn2", channels, 3, 1, dilation);
    Tape.Grid shortcut = x;
    if (x.channels != channels || stride != 1) {
      shortcut =
          norm(
              conv(x, prefix + "downsample.0", channels, 1, stride, 1),
              prefix + "downsample.1",
              trains,
              c -> 1);
    }
    Tape.Grid sum = tape.add(y, shortcut);
    maps.add(sum);
    return tape.relu(sum);
  }

  private Tape.Grid aspp(Tape.Grid x) {
    List<Tape.Grid> branches = new ArrayList<>();
    int[] rates = {1, 6, 12, 18};
    for (int i = 0; i < 4; i++) {
      String name = "convs." + i + ".";
      branches.add(
          tape.relu(
              both(x, "aspp.", "aspp." + name, "0", "1", WIDTH, i == 0 ? 1 : 3, 1, rates[i])));
    }
    Tape.Grid pooled = conv(tape.pooled(x), "aspp.convs.4.1", WIDTH, 1, 1, 1);
    branches.add(tape.relu(norm(pooled, "aspp.convs.4.2", trains, c -> 1)));
    Tape.Grid all = tape.joined(x.height, x.width, branches.toArray(Tape.Grid[]::new));
    Tape.Grid projected = conv(all, "aspp.project.0", WIDTH, 1, 1, 1);
    projected = tape.relu(norm(projected, "aspp.project.1", trains, c -> 1));
    return tape.relu(both(projected, "aspp.", "aspp.last_conv.", "0", "1", WIDTH, 3, 1, 1));
  }

  private Tape.Grid conv(
      Tape.Grid x, String name, int outputs, int kernel, int stride, int dilation) {
    int pad = kernel == 7 ? 3 : dilation * (kernel - 1) / 2;
    return tape.conv(x, name + ".weight", outputs, kernel, stride, pad, dilation);
  }

  private Tape.Grid both(
      Tape.Grid x,
      String part,
      String prefix,
      String conv,
      String norm,
      int outputs,
      int kernel,
      int stride,
      int dilation) {
    Tape.Grid y = conv(x, prefix + conv, outputs, kernel, stride, dilation);
    if (!trains) {
      return norm(y, prefix + norm, false, c -> 1);
    }
    double[] share = shares.get("share/" + prefix + norm);
    String second = prefix.replaceFirst(part, part + "second.");
    Tape.Grid first = norm(y, prefix + norm, false, c -> share[c]);
    Tape.Grid other = conv(x, second + conv, outputs, kernel, stride, dilation);
    return tape.add(first, norm(other, second + norm, true, c -> 1 - share[c]));
  }

  private Tape.Grid norm(Tape.Grid x, String layer, boolean ofBatch, IntToDoubleFunction share) {
    if (!ofBatch) {
      return tape.frozenNorm(x, layer, EPSILON, share);
    }
    Tape.Grid y = x.like(x.channels);
    statistics.put(layer, tape.batchNorm(x, y, layer, EPSILON, share));
    return y;
  }
}
