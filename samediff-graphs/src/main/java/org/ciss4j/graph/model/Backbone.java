// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The part of a network that turns an image into a map of features, pretrained on ImageNet as a
 * rule.
 */
public sealed interface Backbone permits ResNet {
  /** Short name as used on the command line: {@code resnet18}. */
  String name();

  /** Channels of the last stage. */
  int outputChannels();

  /** Pixels of the image per pixel of the last stage: 16 or 8. */
  int outputStride();

  /**
   * Lays the backbone into a graph.
   *
   * @param image {@code [N, H, W, 3]}, channels-last
   * @return the outputs of the stages, channels-last; the last is the feature map
   */
  List<SDVariable> build(Layers layers, SDVariable image);
}
