// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;

/**
 * A named output of a {@link SegmentationGraph}. Here C counts the classes of all steps, H and W
 * are the image's height and width, h and w those of the feature map, and D is the feature width.
 * The classes are in the order of the scenario. Outputs that are no class ({@link
 * HeadLayout#others}) come before them: background and unknown in all endpoints that have classes
 * of step 0, and C counts them too; the auxiliary classifier where it is said to be included.
 */
public enum Endpoint {
  /**
   * The first stage of the backbone before its last activation, float {@code [N, h', w',
   * channels]}, channels-last. Like the other stages it is there only if it was asked for when the
   * network was built, as networks run faster without it.
   */
  STAGE_1("stage1"),
  /** The second stage, as {@link #STAGE_1}. */
  STAGE_2("stage2"),
  /** The third stage, as {@link #STAGE_1}. */
  STAGE_3("stage3"),
  /** The last stage, as {@link #STAGE_1}. */
  STAGE_4("stage4"),
  /** The 1x1 convolution of the ASPP with its activation, float {@code [N, h, w, D]}. */
  BRANCH_1("branch1"),
  /** The least dilated 3x3 convolution of the ASPP, as {@link #BRANCH_1}. */
  BRANCH_2("branch2"),
  /** The second one, as {@link #BRANCH_1}. */
  BRANCH_3("branch3"),
  /** The most dilated one, as {@link #BRANCH_1}. */
  BRANCH_4("branch4"),
  /** The backbone's last stage, float {@code [N, h, w, channels]}, channels-last. */
  BACKBONE("backbone"),
  /** What comes out of the ASPP, float {@code [N, h, w, D]}, channels-last, never negative. */
  FEATURES("features"),
  /**
   * What all classifiers see, channels-last and never negative: {@link #FEATURES}, or what {@link
   * RandomFeatures} make of them, float {@code [N, h, w, d]}.
   */
  CLASSIFIED("classified"),
  /**
   * Logits of auxiliary classifier, if there is one, and classes at feature resolution, float
   * {@code [N, 1 + C, h, w]}.
   */
  SMALL_LOGITS("logits_small"),
  /** Of these, the classes, float {@code [N, C, h, w]}. */
  SMALL_CLASS_LOGITS("logits_classes_small"),
  /** {@link #SMALL_LOGITS} upsampled to the image, float {@code [N, 1 + C, H, W]}. */
  LOGITS("logits"),
  /** Logits of all classes at image resolution, float {@code [N, C, H, W]}. */
  CLASS_LOGITS("logits_classes"),
  /** Of these, the classes of earlier steps; absent at step 0. */
  OLD_LOGITS("logits_old"),
  /** Of these, the classes of the last step. */
  NEW_LOGITS("logits_new"),
  /**
   * Logit of the auxiliary classifier at image resolution, float {@code [N, 1, H, W]}; no gradient
   * reaches the features. Absent where there is no such classifier.
   */
  AUXILIARY("logits_auxiliary"),
  /** Positive reasoning scores of all classes, float {@code [N, C, h, w]}. */
  POSITIVE("positive"),
  /** Negative reasoning scores of all classes, float {@code [N, C, h, w]}. */
  NEGATIVE("negative"),
  /** Positive reasoning scores of the classes of earlier steps; absent at step 0. */
  OLD_POSITIVE("positive_old"),
  /** Negative reasoning scores of the classes of earlier steps; absent at step 0. */
  OLD_NEGATIVE("negative_old");

  /** The four stages of the backbone before their activations. */
  public static final List<Endpoint> STAGES = List.of(STAGE_1, STAGE_2, STAGE_3, STAGE_4);

  /** The convolutions of the ASPP. */
  public static final List<Endpoint> BRANCHES = List.of(BRANCH_1, BRANCH_2, BRANCH_3, BRANCH_4);

  private final String variable;

  Endpoint(String variable) {
    this.variable = variable;
  }

  /** Name of the graph variable. */
  public String variable() {
    return variable;
  }
}
