// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The part of a network that turns an image into a map of features, pretrained on ImageNet as a
 * rule.
 *
 * <p>One's own is found by its name, as ours are, where a file {@code
 * META-INF/services/org.ciss4j.graph.model.Backbone} on the class path names the class, which has a
 * public constructor without arguments. Runs know it by its name alone.
 */
public interface Backbone {
  /** Short name as used on the command line: {@code resnet18}. */
  String name();

  /** Channels of the features that are classified, where a network is found by this name. */
  default int features() {
    return 256;
  }

  /** Channels of the last stage. */
  default int outputChannels() {
    return channels(3);
  }

  /**
   * Channels of a stage.
   *
   * @param stage from 0 to 3
   */
  int channels(int stage);

  /**
   * Name of the first weights of a stage, those of its first convolution.
   *
   * @param stage from 0 to 3
   */
  String firstWeights(int stage);

  /** Pixels of the image per pixel of a stage, which is numbered from 0 to 3. */
  default int stride(int stage) {
    return Math.min(4 << stage, outputStride());
  }

  /** Pixels of the image per pixel of the last stage: 8, 16 or 32. */
  int outputStride();

  /**
   * The same network with its last stages dilated for another output stride; the parameters are the
   * same.
   *
   * @throws IllegalArgumentException if it is not 8, 16 or 32
   */
  Backbone withOutputStride(int stride);

  /**
   * Lays the backbone into a graph. A stage that methods may ask for is kept as it is before its
   * activation, by {@link Layers#keep} or {@link Layers#endOfStage}; without that, methods that
   * distil stages (such as {@code plop}) refuse the backbone.
   *
   * @param image {@code [N, H, W, 3]}, channels-last
   * @return the outputs of four stages, channels-last; the last is the feature map
   */
  List<SDVariable> build(Layers layers, SDVariable image);

  /** Whether a parameter of this name belongs to a backbone. */
  static boolean isParameter(String name) {
    return name.startsWith(Part.BACKBONE.prefix());
  }

  /** Whether a parameter of this name belongs to the stem or the first stage of this backbone. */
  boolean isOfFirstStage(String parameter);
}
