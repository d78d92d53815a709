// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.model.Endpoint;

/**
 * What LSKD distils at each layer, and how much it weighs there. As text: the schemes of the four
 * stages, of the features and of the logits with hyphens between them, each with {@code @} and a
 * weight behind it if that is not 1: {@code pod-pod@0.8-md-md-md+mcd-none}.
 *
 * @param layers of the {@link #MAPS}
 */
record LayerPlan(List<Layer> layers) {
  /** What is distilled. */
  static final List<Endpoint> MAPS =
      List.of(
          Endpoint.STAGE_1,
          Endpoint.STAGE_2,
          Endpoint.STAGE_3,
          Endpoint.STAGE_4,
          Endpoint.FEATURES,
          Endpoint.SMALL_LOGITS);

  private static final String FORM =
      "six schemes with hyphens between them, of stages 1 to 4, features and logits, each none,"
          + " pod, md or md+mcd (logits have no mcd), with @ and a weight behind it if that is not"
          + " 1, as in pod-pod@0.8-md-md-md+mcd-md";

  /** How a layer is distilled. */
  enum Scheme {
    /** Not at all. */
    NONE("none"),
    /** Local POD of the whole map. */
    POD("pod"),
    /** Local POD of the masked map. */
    MD("md"),
    /** The same, and the context of the masked map. */
    MD_MCD("md+mcd");

    private final String text;

    Scheme(String text) {
      this.text = text;
    }

    /** Those that a map can have: what is said about groups of channels is not for logits. */
    static List<Scheme> of(Endpoint map) {
      return Stream.of(values())
          .filter(scheme -> scheme != MD_MCD || map != Endpoint.SMALL_LOGITS)
          .toList();
    }

    boolean isMasked() {
      return this == MD || this == MD_MCD;
    }

    String text() {
      return text;
    }
  }

  /** A scheme and its weight. */
  record Layer(Scheme scheme, double weight) {
    private static Layer parse(String text, Endpoint map) {
      String[] parts = text.split("@", -1);
      Scheme scheme =
          Scheme.of(map).stream()
              .filter(known -> known.text().equals(parts[0].strip()))
              .findFirst()
              .orElseThrow(IllegalArgumentException::new);
      double weight = parts.length == 1 ? 1 : Double.parseDouble(parts[1].strip());
      if (parts.length > 2 || !(weight > 0 && Double.isFinite(weight))) {
        throw new IllegalArgumentException();
      }
      return new Layer(scheme, weight);
    }

    @Override
    public String toString() {
      return weight == 1 || scheme == Scheme.NONE
          ? scheme.text()
          : scheme.text() + "@" + BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
    }
  }

  /**
   * Reads a plan.
   *
   * @throws CissException of kind usage if the text is none
   */
  static LayerPlan parse(String text) {
    String[] parts = text.split("-", -1);
    try {
      if (parts.length != MAPS.size()) {
        throw new IllegalArgumentException();
      }
      List<Layer> layers = new ArrayList<>();
      for (int i = 0; i < parts.length; i++) {
        layers.add(Layer.parse(parts[i], MAPS.get(i)));
      }
      return new LayerPlan(List.copyOf(layers));
    } catch (IllegalArgumentException e) {
      throw CissException.usage("expected as plan %s; got '%s'", FORM, text).withCause(e);
    }
  }

  /** What is distilled of a map. */
  Layer of(Endpoint map) {
    return layers.get(MAPS.indexOf(map));
  }

  /** Names of the terms of the maps. */
  static String term(Endpoint map) {
    return switch (map) {
      case FEATURES -> "pod_features";
      case SMALL_LOGITS -> "pod_logits";
      default -> "pod_stage" + (MAPS.indexOf(map) + 1);
    };
  }

  @Override
  public String toString() {
    return layers.stream().map(Layer::toString).collect(Collectors.joining("-"));
  }
}
