// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.Arrays;
import java.util.Set;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.op.ScrambledVectors.Reading;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The terms of SDR (Michieli and Zanuttigh, CVPR 2021) on the backbone's features, for networks
 * with a background channel. Labels are brought to the grid of these features. Of each class there
 * is a prototype, the mean of all its vectors so far, which the terms remember from batch to batch
 * and from step to step: a batch counts in it before the terms read it.
 *
 * @param faithful whether all is as in the official code, which mixes channels and pixels where it
 *     takes the vectors of a class, weighs attraction to the last class most, takes the lowest
 *     label of a batch for the background, and attracts to zeros what has no prototype; else
 *     vectors are the true ones, attraction is a mean over classes, and what has no prototype is
 *     left out
 * @param background whether the background has a prototype too
 */
public record PrototypeTerms(boolean faithful, boolean background) {
  private static final String VECTORS = "prototypes";
  private static final String SEEN = "prototypes_seen";
  private static final int BACKGROUND = 0;

  /** FA, attraction: see {@link ClassVectors#attraction}. */
  public LossTerm attraction(double weight) {
    return new LossTerm(
        "attraction",
        weight,
        Set.of(),
        inputs -> {
          ClassVectors.Prototypes prototypes = prototypes(inputs);
          ClassVectors vectors = known(labelled(inputs), prototypes);
          return vectors.attraction(prototypes.vectors(), faithful);
        });
  }

  /** FR, repulsion: see {@link ClassVectors#repulsion}. */
  public LossTerm repulsion(double weight) {
    return new LossTerm("repulsion", weight, Set.of(), inputs -> labelled(inputs).repulsion());
  }

  /**
   * SP, sparsity: see {@link ClassVectors#sparsity}. Void pixels are a class of their own, as in
   * the official code.
   */
  public LossTerm sparsity(double weight) {
    return new LossTerm(
        "sparsity",
        weight,
        Set.of(),
        inputs -> {
          int classes = inputs.layout().outputs();
          SDVariable label = small(inputs);
          SDVariable isVoid = label.eq(LossInputs.VOID).castTo(DataType.INT32);
          SDVariable shifted = label.sub(isVoid.mul(LossInputs.VOID - classes));
          return ClassVectors.of(inputs.ops(), features(inputs), shifted, classes + 1).sparsity();
        });
  }

  /**
   * PM, matching: {@link ClassVectors#matching} of what is labelled background and the network of
   * the step before takes for an old class.
   */
  public LossTerm matching(double weight) {
    return new LossTerm(
        "matching",
        weight,
        Set.of(Endpoint.SMALL_CLASS_LOGITS),
        inputs -> {
          SDVariable said = inputs.teacher(Endpoint.SMALL_CLASS_LOGITS);
          SDVariable old = inputs.ops().nearestLabels(inputs.label(), features(inputs), said);
          SDVariable open = small(inputs).eq(BACKGROUND).castTo(DataType.INT32);
          SDVariable isOld = old.gt(0).castTo(DataType.INT32).mul(open);
          SDVariable label = old.sub(LossInputs.VOID).mul(isOld).add(LossInputs.VOID);
          ClassVectors.Prototypes prototypes = prototypes(inputs);
          ClassVectors vectors = vectors(inputs, label, Reading.PIXELS);
          return known(vectors, prototypes).matching(prototypes.vectors());
        });
  }

  private static SDVariable features(LossInputs inputs) {
    return inputs.student(Endpoint.BACKBONE);
  }

  private static SDVariable small(LossInputs inputs) {
    return inputs.once(
        "small_label", () -> inputs.ops().nearestLabels(inputs.label(), features(inputs)));
  }

  private ClassVectors labelled(LossInputs inputs) {
    return vectors(inputs, small(inputs), Reading.CHANNELS);
  }

  private ClassVectors vectors(LossInputs inputs, SDVariable label, Reading reading) {
    Ops ops = inputs.ops();
    int classes = inputs.layout().outputs();
    if (!faithful) {
      return ClassVectors.of(ops, features(inputs), label, classes);
    }
    SDVariable vectors =
        inputs.once(
            "vectors_" + reading,
            () -> ops.scrambledVectors(features(inputs), label, classes, reading));
    return ClassVectors.ofRows(ops, vectors, label, classes);
  }

  /** In the official code, what has no prototype has one of zeros. */
  private ClassVectors known(ClassVectors vectors, ClassVectors.Prototypes prototypes) {
    return faithful ? vectors : vectors.only(prototypes.seen().gt(0).castTo(DataType.FLOAT));
  }

  /** With this batch, which they remember. */
  private ClassVectors.Prototypes prototypes(LossInputs inputs) {
    int classes = inputs.layout().outputs();
    int channels = inputs.channels(Endpoint.BACKBONE);
    SDVariable before = inputs.remembered(VECTORS, classes, channels);
    SDVariable seen = inputs.remembered(SEEN, classes);
    SDVariable means =
        inputs.once(
            "next_" + VECTORS,
            () -> {
              ClassVectors.Prototypes next = counted(inputs).with(before, seen);
              inputs.remember(VECTORS, next.vectors());
              inputs.remember(SEEN, next.seen());
              inputs.once("next_" + SEEN, next::seen);
              return next.vectors();
            });
    return new ClassVectors.Prototypes(means, inputs.once("next_" + SEEN, () -> seen));
  }

  /** Those that count in prototypes. */
  private ClassVectors counted(LossInputs inputs) {
    ClassVectors all = labelled(inputs);
    if (background) {
      return all;
    }
    int classes = inputs.layout().outputs();
    if (!faithful) {
      float[] others = new float[classes];
      Arrays.fill(others, 1);
      others[BACKGROUND] = 0;
      return all.only(all.vectors().getSameDiff().constant(Nd4j.createFromArray(others)));
    }
    SDVariable lowest = small(inputs).castTo(DataType.FLOAT).min();
    SDVariable ids =
        all.vectors().getSameDiff().constant(Nd4j.arange(classes).castTo(DataType.FLOAT));
    return all.only(ids.neq(lowest).castTo(DataType.FLOAT));
  }
}
