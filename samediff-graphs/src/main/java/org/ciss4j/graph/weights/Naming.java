// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ciss4j.graph.model.HeadLayout;

/** How a file names the parameters of a network, told from the names themselves. */
public enum Naming {
  /**
   * A whole network as the official code of DKD names it, and ciss4j: {@code aspp.}, {@code cls.}.
   */
  DKD("the official code of DKD"),
  /** A DeepLabV3 of torchvision, a whole network with a background channel. */
  TORCHVISION_DEEPLAB("torchvision's DeepLabV3"),
  /** An ImageNet network of torchvision; timm names ResNets alike. */
  TORCHVISION("torchvision"),
  /** The MobileNetV2 of timm. */
  TIMM("timm"),
  /** A DeepLabV3 or another segmenter of mmsegmentation, whose head differs from ours. */
  MMSEG("mmsegmentation"),
  /** A network of torchvision with another head than DeepLabV3's, such as an FCN. */
  TORCHVISION_SEGMENTER("a segmentation network of torchvision that is no DeepLabV3"),
  /** A backbone that is a part of a network, whatever else that has. */
  PART("the backbone of some network");

  private static final String BACKBONE = "backbone.";
  private static final String DEEPLAB_HEAD = "classifier.0.convs.0.0.weight";

  /** Where timm's stages of blocks begin in torchvision's row of them. */
  private static final List<Integer> FIRST_BLOCK = List.of(1, 2, 4, 7, 11, 14, 17);

  private static final Pattern TIMM_BLOCK =
      Pattern.compile("blocks\\.([0-6])\\.(\\d)\\.(conv|bn)(_pw|_dw|_pwl|1|2|3)\\.(\\w+)");

  private final String title;

  Naming(String title) {
    this.title = title;
  }

  /** The naming of a whole network whose names begin with a prefix, told by its head. */
  static Naming ofWhole(Set<String> names, String prefix) {
    if (names.contains(prefix + DEEPLAB_HEAD)) {
      return TORCHVISION_DEEPLAB;
    }
    if (hasPart(names, prefix, "decode_head.")) {
      return MMSEG;
    }
    if (hasPart(names, prefix, "aspp.convs.0.") || hasPart(names, prefix, "cls.")) {
      return DKD;
    }
    return hasPart(names, prefix, "classifier.") ? TORCHVISION_SEGMENTER : PART;
  }

  private static boolean hasPart(Set<String> names, String prefix, String part) {
    return names.stream().anyMatch(name -> name.startsWith(prefix + part));
  }

  /** Whether a parameter of our networks is of the backbone. */
  static boolean isBackbone(String parameter) {
    return parameter.startsWith(BACKBONE);
  }

  /** Whether the head is another than that of our networks, so that it does not fit whole. */
  public boolean hasForeignHead() {
    return this == MMSEG || this == TORCHVISION_SEGMENTER || this == PART;
  }

  /** The name of a parameter in our networks; it need not exist there. */
  String rename(String name) {
    return switch (this) {
      case DKD, TORCHVISION_SEGMENTER, PART -> name;
      case TORCHVISION_DEEPLAB -> deepLabName(name);
      case TORCHVISION -> BACKBONE + name;
      case TIMM -> BACKBONE + torchvisionName(name);
      case MMSEG -> mmsegName(name);
    };
  }

  /** Whether an array belongs to a classifier: that of ImageNet, or that of a step. */
  boolean isClassifier(String name) {
    return switch (this) {
      case DKD -> HeadLayout.isClassifier(name);
      case TORCHVISION_DEEPLAB ->
          name.startsWith("classifier.4.") || name.startsWith("aux_classifier.");
      case TORCHVISION, TIMM -> name.startsWith("fc.") || name.startsWith("classifier.");
      case MMSEG, TORCHVISION_SEGMENTER, PART -> false;
    };
  }

  /** Its head is the ASPP, a 3x3 convolution with its normalisation, and the classifier. */
  private static String deepLabName(String name) {
    return name.replaceFirst("^classifier\\.0\\.", "aspp.")
        .replaceFirst("^classifier\\.1\\.", "aspp.last_conv.0.")
        .replaceFirst("^classifier\\.2\\.", "aspp.last_conv.1.")
        .replaceFirst("^classifier\\.4\\.", HeadLayout.classifierName(0) + ".");
  }

  /** The branches of its ASPP are ours; what joins them is one 3x3 convolution, unlike here. */
  private static String mmsegName(String name) {
    return name.replaceFirst("^decode_head\\.aspp_modules\\.(\\d+)\\.conv\\.", "aspp.convs.$1.0.")
        .replaceFirst("^decode_head\\.aspp_modules\\.(\\d+)\\.bn\\.", "aspp.convs.$1.1.")
        .replaceFirst("^decode_head\\.image_pool\\.1\\.conv\\.", "aspp.convs.4.1.")
        .replaceFirst("^decode_head\\.image_pool\\.1\\.bn\\.", "aspp.convs.4.2.");
  }

  private static String torchvisionName(String name) {
    Matcher block = TIMM_BLOCK.matcher(name);
    if (block.matches()) {
      int stage = Integer.parseInt(block.group(1));
      int number = FIRST_BLOCK.get(stage) + Integer.parseInt(block.group(2));
      String part = block.group(3) + block.group(4);
      return "features." + number + ".conv." + layer(stage == 0, part) + "." + block.group(5);
    }
    return name.replaceFirst("^conv_stem\\.", "features.0.0.")
        .replaceFirst("^bn1\\.", "features.0.1.")
        .replaceFirst("^conv_head\\.", "features.18.0.")
        .replaceFirst("^bn2\\.", "features.18.1.");
  }

  /**
   * A layer of a block, which in torchvision is a depthwise convolution, then a 1x1; before them
   * stands another 1x1 unless the block does not expand.
   */
  private static String layer(boolean expandsNot, String part) {
    if (expandsNot) {
      return switch (part) {
        case "conv_dw" -> "0.0";
        case "bn1" -> "0.1";
        case "conv_pw" -> "1";
        case "bn2" -> "2";
        default -> part;
      };
    }
    return switch (part) {
      case "conv_pw" -> "0.0";
      case "bn1" -> "0.1";
      case "conv_dw" -> "1.0";
      case "bn2" -> "1.1";
      case "conv_pwl" -> "2";
      case "bn3" -> "3";
      default -> part;
    };
  }

  /** Whose naming it is. */
  @Override
  public String toString() {
    return title;
  }
}
