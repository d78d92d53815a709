// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.List;
import org.ciss4j.graph.cpu.LocalPod;
import org.ciss4j.graph.cpu.PooledCubes;
import org.nd4j.autodiff.samediff.SDVariable;

/** Distances of maps made of ND4J's own ops. */
public final class PortableDistances {
  /** Keeps rows of zeros from being divided by 0. */
  private static final double NOTHING = 1e-24;

  private PortableDistances() {}

  /** {@link LocalPod} by the same formula, with a mask for each region. */
  public static SDVariable localPod(
      SDVariable a, SDVariable b, List<Integer> scales, boolean squares) {
    SDVariable other = Portable.stopGradient(b);
    SDVariable difference = a.mul(a).sub(other.mul(other));
    SDVariable sum = difference.mul(0).sum(1, 2, 3);
    for (int scale : scales) {
      SDVariable rows = Portable.indices(Portable.size(a, 1));
      SDVariable columns = Portable.indices(Portable.size(a, 2));
      SDVariable width = side(Portable.size(a, 2), scale);
      SDVariable height = squares ? width : side(Portable.size(a, 1), scale);
      SDVariable inside =
          mask(rows, height, 0, scale)
              .reshape(1, -1, 1, 1)
              .mul(mask(columns, width, 0, scale).reshape(1, 1, -1, 1));
      SDVariable cut = difference.mul(inside);
      for (int i = 0; i < scale; i++) {
        SDVariable ofRows = mean(mask(rows, height, i, i + 1));
        SDVariable ofColumns = mean(mask(columns, width, i, i + 1));
        SDVariable overRows = cut.mul(ofRows.reshape(1, -1, 1, 1)).sum(1);
        SDVariable overColumns = cut.mul(ofColumns.reshape(1, 1, -1, 1)).sum(2);
        sum = sum.add(overRows.mul(overRows).sum(1, 2));
        sum = sum.add(overColumns.mul(overColumns).sum(1, 2));
      }
    }
    return meanRoot(sum);
  }

  /** Mean of the square roots; the gradient is 0 where there is none. */
  private static SDVariable meanRoot(SDVariable x) {
    SDVariable none = Portable.number(x.eq(0));
    return x.getSameDiff().math().sqrt(x.add(none)).sub(none).mean();
  }

  /** {@link PooledCubes} by the same formula, with a matrix of ones for the windows of an axis. */
  public static SDVariable pooledCubes(
      SDVariable a, SDVariable b, List<Integer> windows, boolean overChannels) {
    SDVariable other = Portable.stopGradient(b);
    SDVariable difference = a.mul(a).sub(other.mul(other));
    SDVariable sum = difference.mul(0).sum();
    for (int window : windows) {
      SDVariable pooled =
          overChannels
              ? pooled(difference, 3, window)
              : pooled(pooled(difference, 1, window), 2, window);
      sum = sum.add(meanRoot(pooled.mul(pooled).sum(1, 2, 3)));
    }
    return sum.div(windows.size());
  }

  /** Means of windows along an axis of {@code [N, H, W, C]}. */
  private static SDVariable pooled(SDVariable x, int axis, int window) {
    int[] order = {0, 1, 2, 3};
    order[0] = axis;
    order[axis] = 0;
    SDVariable turned = x.permute(order);
    SDVariable places = Portable.size(x, axis);
    SDVariable means = window % 2 == 0 ? places.add(1) : places;
    int before = window / 2;
    SDVariable from = Portable.indices(means).sub(before).reshape(-1, 1);
    SDVariable place = Portable.indices(places).reshape(1, -1);
    SDVariable ahead = place.sub(from);
    SDVariable ofWindow =
        Portable.number(ahead.gte(0)).mul(Portable.number(ahead.lt(window))).div(window);
    SDVariable flat = Portable.reshape(turned, places, Portable.constant(x, -1));
    SDVariable[] sizes = new SDVariable[4];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = i == 0 ? means : Portable.size(turned, i);
    }
    return Portable.reshape(Portable.product(ofWindow, flat), sizes).permute(order);
  }

  /** Pixels of a region's side: {@code floor(size / scale)}. */
  private static SDVariable side(SDVariable size, int scale) {
    return size.getSameDiff().math().floor(Portable.number(size).div(scale));
  }

  /** Shares of a mean over what a mask holds. */
  private static SDVariable mean(SDVariable mask) {
    SDVariable count = mask.sum();
    return mask.div(count.add(Portable.number(count.eq(0))));
  }

  /** 1 where an index is of the regions from the first on and before the end. */
  private static SDVariable mask(SDVariable indices, SDVariable side, int first, int end) {
    SDVariable from = Portable.number(indices.gte(side.mul(first)));
    return from.mul(Portable.number(indices.lt(side.mul(end))));
  }

  /** Mean of the squared differences of two arrays; no gradient reaches b. */
  static SDVariable meanSquare(SDVariable a, SDVariable b) {
    SDVariable difference = a.sub(Portable.stopGradient(b));
    return difference.mul(difference).mean();
  }

  /** {@link Ops#similarityDistance}. */
  static SDVariable similarity(SDVariable a, SDVariable b) {
    SDVariable difference = similarities(a).sub(similarities(Portable.stopGradient(b)));
    return difference.mul(difference).mean();
  }

  /** {@code [B, B]}: products of all pairs of images, each row of length 1. */
  private static SDVariable similarities(SDVariable x) {
    SDVariable images = Portable.size(x, 0);
    SDVariable rows = Portable.reshape(x, images, Portable.constant(x, -1));
    SDVariable products = Portable.product(rows, rows.permute(1, 0));
    SDVariable lengths =
        x.getSameDiff().math().sqrt(products.mul(products).sum(true, 1).add(NOTHING));
    return products.div(lengths);
  }
}
