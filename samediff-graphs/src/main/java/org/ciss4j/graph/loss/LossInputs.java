// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.op.Ops;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The tensors of one batch that a loss term may read. */
public final class LossInputs {
  static final String MEMORY_LABEL = "memory_label";
  static final String IMAGE_WEIGHTS = "image_weights";

  /** Before the names of what is remembered, and of what becomes of it. */
  static final String REMEMBERED = "remembered_";

  static final String NEXT = "next_";

  /** Label of pixels that are left out. */
  static final int VOID = 255;

  private final SegmentationGraph student;
  private final SDVariable label;
  private final Map<Need, SDVariable> teacher;
  private @Nullable SDVariable memoryLabel;
  private @Nullable SDVariable imageWeights;
  private final Map<String, SDVariable> once = new HashMap<>();
  private final Map<String, long[]> remembered = new LinkedHashMap<>();

  LossInputs(SegmentationGraph student, SDVariable label, Map<Need, SDVariable> teacher) {
    this.student = student;
    this.label = label;
    this.teacher = teacher;
  }

  /** An output of the network in training. */
  public SDVariable student(Endpoint endpoint) {
    return student.endpoint(endpoint);
  }

  /**
   * The channels of a map of features of the network in training, as {@link
   * SegmentationGraph#channels}.
   */
  public int channels(Endpoint endpoint) {
    return student.channels(endpoint);
  }

  /**
   * An output of the frozen network of the previous step; a constant for the gradient.
   *
   * @throws IllegalArgumentException if the term did not say that it reads this endpoint
   */
  public SDVariable teacher(Endpoint endpoint) {
    return teacher(View.PLAIN, endpoint);
  }

  /**
   * The same of what the teacher says of changed images.
   *
   * @throws IllegalArgumentException if the term did not say that it reads this endpoint of this
   *     view
   */
  public SDVariable teacher(View view, Endpoint endpoint) {
    SDVariable variable = teacher.get(Need.ofTeacher(view, endpoint));
    if (variable == null) {
      throw new IllegalArgumentException(
          "no loss term says that it reads "
              + endpoint
              + " of the teacher"
              + (view.isPlain() ? "" : " on the view " + view));
    }
    return variable;
  }

  /**
   * INT32 {@code [N, H, W]}: 0 is background or unknown, 1..C the classes of all steps in order,
   * 255 left out.
   */
  public SDVariable label() {
    return label;
  }

  /**
   * Float scalar: the fraction of pixels that are not left out. A mean over these times this is a
   * mean over all, to which the others add nothing.
   */
  public SDVariable labelledFraction() {
    var graph = student.graph();
    SDVariable labelled = graph.neq(label, graph.constant(Nd4j.scalar(VOID)));
    return ops().stopGradient(labelled.castTo(DataType.FLOAT).mean());
  }

  /**
   * INT32 {@code [N, H, W]}: as {@link #label} for images that a memory replays with the labels
   * they once had, and 255 all over for the images of the step.
   */
  public SDVariable memoryLabel() {
    SDVariable variable = memoryLabel;
    if (variable == null) {
      variable = student.graph().placeHolder(MEMORY_LABEL, DataType.INT32, -1, -1, -1);
      memoryLabel = variable;
    }
    return variable;
  }

  /** Whether a term has asked for {@link #memoryLabel}. */
  boolean readsMemory() {
    return memoryLabel != null;
  }

  /** Float {@code [N]}: what each image's loss is multiplied by. */
  public SDVariable imageWeights() {
    SDVariable variable = imageWeights;
    if (variable == null) {
      variable = student.graph().placeHolder(IMAGE_WEIGHTS, DataType.FLOAT, -1);
      imageWeights = variable;
    }
    return variable;
  }

  /** Whether a term has asked for {@link #imageWeights}. */
  boolean readsImageWeights() {
    return imageWeights != null;
  }

  /**
   * What several terms make of the batch in the same way.
   *
   * @param name what it is called among all that terms share
   * @param made makes it, the first time it is asked for
   */
  public SDVariable once(String name, Supplier<SDVariable> made) {
    SDVariable known = once.get(name);
    if (known == null) {
      known = made.get();
      once.put(name, known);
    }
    return known;
  }

  /**
   * What terms remember from batch to batch, and from step to step: float, zeros before the first
   * batch. Its first axis may be longer in the next step, whose further rows are zeros at first.
   *
   * @param name letters, digits and underscores
   */
  public SDVariable remembered(String name, long... shape) {
    return once(
        REMEMBERED + name,
        () -> {
          remembered.put(name, shape);
          return student.graph().placeHolder(REMEMBERED + name, DataType.FLOAT, shape);
        });
  }

  /** What becomes of what is {@link #remembered} with this batch; a constant for the gradient. */
  public void remember(String name, SDVariable next) {
    student.graph().identity(NEXT + name, next);
  }

  /** The shapes of all that is remembered, by name. */
  Map<String, long[]> remembered() {
    return remembered;
  }

  /** Float {@code [N, 3, H, W]}: the images, for their size. */
  public SDVariable image() {
    return student.graph().getVariable(SegmentationGraph.IMAGE);
  }

  /** The ops that a term is made of, besides those of SameDiff that are safe to train on. */
  public Ops ops() {
    return student.ops();
  }

  /** The classifiers of the network in training. */
  public HeadLayout layout() {
    return student.layout();
  }
}
