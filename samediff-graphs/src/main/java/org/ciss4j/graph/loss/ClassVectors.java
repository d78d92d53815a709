// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import org.ciss4j.graph.op.Ops;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Feature vectors and the classes that their pixels show: what the terms of SDR (Michieli and
 * Zanuttigh, CVPR 2021) are made of. Pixels of no class are in none of them.
 *
 * @param ops what the terms are made of
 * @param vectors float {@code [P, D]}, one for each pixel of all images
 * @param members float {@code [P, K]}, 1 where a pixel shows a class, else 0; a constant for the
 *     gradient
 */
public record ClassVectors(Ops ops, SDVariable vectors, SDVariable members) {
  /** Below every feature. */
  private static final double NEVER = -1e30;

  /** Keeps what is 0 from being divided by. */
  private static final double NOTHING = 1e-15;

  /**
   * The pixels of maps.
   *
   * @param features float {@code [N, h, w, D]}
   * @param label INT32 {@code [N, h, w]}; those of K and more, such as 255, are of no class
   */
  public static ClassVectors of(Ops ops, SDVariable features, SDVariable label, int classes) {
    return ofRows(ops, rows(features), label, classes);
  }

  /**
   * Vectors whose pixels lie behind each other.
   *
   * @param vectors float {@code [P, D]}
   * @param label INT32 of P elements
   */
  static ClassVectors ofRows(Ops ops, SDVariable vectors, SDVariable label, int classes) {
    SameDiff graph = vectors.getSameDiff();
    SDVariable ids = graph.constant(Nd4j.arange(classes).castTo(DataType.FLOAT));
    SDVariable ofPixels = label.castTo(DataType.FLOAT).reshape(-1, 1);
    SDVariable members = graph.eq(ofPixels, ids.reshape(1, -1)).castTo(DataType.FLOAT);
    return new ClassVectors(ops, vectors, ops.stopGradient(members));
  }

  /**
   * The same where pixels of some classes are of none.
   *
   * @param classes float {@code [K]}: 1 for those that stay, else 0
   */
  ClassVectors only(SDVariable classes) {
    return new ClassVectors(ops, vectors, ops.stopGradient(members.mul(classes.reshape(1, -1))));
  }

  /**
   * What prototypes become with these vectors: of each class the mean of all vectors that were ever
   * seen of it. Constants for the gradient.
   *
   * @param prototypes float {@code [K, D]} before
   * @param seen float {@code [K]}: how many vectors these are means of
   */
  Prototypes with(SDVariable prototypes, SDVariable seen) {
    SDVariable now = counts();
    SDVariable sums = ops.product(members.permute(1, 0), vectors);
    SDVariable all = seen.add(now);
    SDVariable before = prototypes.mul(seen.reshape(-1, 1));
    SDVariable means = sums.add(before).div(atLeastOne(all).reshape(-1, 1));
    return new Prototypes(ops.stopGradient(means), ops.stopGradient(all));
  }

  /**
   * Prototypes in a graph.
   *
   * @param vectors float {@code [K, D]}
   * @param seen float {@code [K]}
   */
  record Prototypes(SDVariable vectors, SDVariable seen) {}

  private static SDVariable rows(SDVariable features) {
    SameDiff graph = features.getSameDiff();
    SDVariable all = graph.constant(Nd4j.scalar(-1L));
    return graph.reshape(features, graph.stack(0, all, graph.sizeAt(features, 3)));
  }

  /** How many pixels show each class, float {@code [K]}. */
  private SDVariable counts() {
    return members.sum(0);
  }

  /** 1 for classes that are shown, else 0: float {@code [K]}. */
  private SDVariable present() {
    return counts().gt(0).castTo(DataType.FLOAT);
  }

  private static SDVariable atLeastOne(SDVariable count) {
    return count.add(count.eq(0).castTo(DataType.FLOAT));
  }

  /** The mean vector of each class, zeros for those that are not shown: float {@code [K, D]}. */
  public SDVariable means() {
    SDVariable sums = ops.product(members.permute(1, 0), vectors);
    return sums.div(atLeastOne(counts()).reshape(-1, 1));
  }

  /**
   * FA, attraction to prototypes: the mean squared difference of the vectors of a class and its
   * prototype, as a mean over the classes that are shown.
   *
   * @param prototypes float {@code [K, D]}, constants for the gradient
   * @param nested as in the official code, which divides by the number n of classes after each of
   *     them, so that the last one weighs 1/n, the one before it 1/n², ...
   */
  public SDVariable attraction(SDVariable prototypes, boolean nested) {
    SDVariable wanted = ops.product(members, ops.stopGradient(prototypes));
    SDVariable difference = vectors.sub(wanted);
    SDVariable ofPixels = difference.mul(difference).mean(1).reshape(-1, 1);
    SDVariable ofClasses = members.mul(ofPixels).sum(0).div(atLeastOne(counts()));
    return ofClasses.mul(shares(nested)).sum();
  }

  /** What each class weighs among those that are shown, float {@code [K]}. */
  private SDVariable shares(boolean nested) {
    SDVariable present = present();
    SDVariable number = atLeastOne(present.sum());
    if (!nested) {
      return present.div(number);
    }
    SameDiff graph = vectors.getSameDiff();
    SDVariable behind = present.sum().sub(graph.cumsum(present, 0)).add(1);
    SDVariable power = graph.math().exp(graph.math().log(number).mul(behind).mul(-1));
    return ops.stopGradient(present.mul(power));
  }

  /**
   * FR, repulsion of classes: the mean over all pairs of shown classes of the reciprocal distance
   * of their mean vectors; 0 for a single one.
   */
  public SDVariable repulsion() {
    SDVariable present = present();
    SDVariable means = means();
    // Distances do not change with the origin, and are more exact near it.
    SDVariable all = present.reshape(1, -1);
    SDVariable centre = ops.product(all, means).div(atLeastOne(present.sum()));
    SDVariable centered = means.sub(centre);
    SDVariable products = ops.product(centered, centered.permute(1, 0));
    SDVariable lengths = centered.mul(centered).sum(1);
    SDVariable squares = lengths.reshape(-1, 1).add(lengths.reshape(1, -1)).sub(products.mul(2));
    SDVariable pairs = pairs(present);
    SDVariable others = pairs.mul(-1).add(1);
    var math = vectors.getSameDiff().math();
    SDVariable distances = math.sqrt(squares.mul(pairs).add(others));
    return pairs.div(distances).sum().div(atLeastOne(pairs.sum()));
  }

  /** 1 for two different classes that are shown, float {@code [K, K]}. */
  private SDVariable pairs(SDVariable present) {
    SameDiff graph = vectors.getSameDiff();
    SDVariable number = graph.cumsum(graph.onesLike(present), 0);
    SDVariable different =
        graph.neq(number.reshape(-1, 1), number.reshape(1, -1)).castTo(DataType.FLOAT);
    SDVariable both = present.reshape(-1, 1).mul(present.reshape(1, -1));
    return ops.stopGradient(both.mul(different));
  }

  /**
   * PM, prototypes matching: the mean squared difference of the mean vector of a class and its
   * prototype, as a mean over the classes that are shown.
   *
   * @param prototypes float {@code [K, D]}, constants for the gradient
   */
  public SDVariable matching(SDVariable prototypes) {
    SDVariable difference = means().sub(ops.stopGradient(prototypes));
    SDVariable present = present();
    SDVariable ofClasses = difference.mul(difference).mean(1).mul(present);
    return ofClasses.sum().div(atLeastOne(present.sum()));
  }

  /**
   * SP, sparsity: the mean over pixels of {@code sum_k exp(f_k) / (sum_k f_k + 1e-15)}, f being a
   * vector divided by the largest element of all those of its class. 0 if the background, which is
   * class 0, is alone. Void pixels are a class of their own in the official code.
   */
  public SDVariable sparsity() {
    SDVariable others = members.mul(-1).add(1);
    SDVariable ofPixels = vectors.max(true, 1);
    SDVariable ofClasses = members.mul(ofPixels).add(others.mul(NEVER)).max(true, 0);
    SDVariable largest = members.mul(ofClasses).sum(true, 1);
    SDVariable scaled = vectors.div(largest.add(NOTHING));
    SDVariable exponentials = vectors.getSameDiff().math().exp(scaled).sum(1);
    SDVariable loss = exponentials.div(scaled.sum(1).add(NOTHING)).mean();
    SDVariable background = counts().get(SDIndex.point(0));
    SDVariable more = counts().sum().sub(background).gt(0).castTo(DataType.FLOAT);
    return loss.mul(ops.stopGradient(more));
  }
}
