// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.scenario.LabelSpace;

/**
 * What the field does not agree on when it reports a mIoU. Numbers compare only under the same
 * protocol.
 *
 * @param absentClass what a class without a pixel does to a mean
 * @param backgroundInBase whether background is one of the base classes; if not, it is in no mean
 *     at all
 * @param futureLabel what pixels of future classes count as: 0 as background, 255 as nothing
 */
public record EvaluationProtocol(
    AbsentClass absentClass, boolean backgroundInBase, int futureLabel) {
  private static final Map<String, EvaluationProtocol> NAMED = byName();

  /** What a class does to a mean when there is no pixel that could give it a value. */
  public enum AbsentClass {
    /** It counts as 0, as in the official code of DKD. */
    ZERO,
    /** It is left out. */
    SKIP
  }

  /**
   * Checks the future label.
   *
   * @throws CissException if the future label is neither 0 nor 255
   */
  public EvaluationProtocol {
    if (futureLabel != LabelSpace.BACKGROUND && futureLabel != LabelSpace.VOID) {
      throw CissException.usage(
          "the future label is 0 (background) or 255 (left out), not %d", futureLabel);
    }
  }

  /**
   * This protocol where it can be followed: in a label space without background, background is in
   * no mean and future classes are left out, as no pixel could be called background truly.
   */
  public EvaluationProtocol on(LabelSpace labelSpace) {
    return labelSpace.hasBackground()
        ? this
        : new EvaluationProtocol(absentClass, false, LabelSpace.VOID);
  }

  /**
   * As the official code of DKD (Baek et al., NeurIPS 2022) evaluates PASCAL VOC: an absent class
   * counts as 0, background is a base class, future classes count as background.
   */
  public static EvaluationProtocol dkd() {
    return new EvaluationProtocol(AbsentClass.ZERO, true, LabelSpace.BACKGROUND);
  }

  /**
   * As the official code of DKD evaluates ADE20K: like {@link #dkd()}, but pixels of future classes
   * are left out. Its class 0 ("other") counts as a base class; most later papers leave it out,
   * which changes a mIoU by a few tenths of a percent.
   */
  public static EvaluationProtocol dkdAde() {
    return new EvaluationProtocol(AbsentClass.ZERO, true, LabelSpace.VOID);
  }

  /**
   * As MiB (Cermelli et al., CVPR 2020) evaluates: classes without a pixel are left out, pixels of
   * future classes too, and the means that it prints are of foreground classes alone (its 15-1
   * "all" of 29.7 is (15 x 35.1 + 5 x 13.5) / 20).
   */
  public static EvaluationProtocol mib() {
    return new EvaluationProtocol(AbsentClass.SKIP, false, LabelSpace.VOID);
  }

  /**
   * As PLOP (Douillard et al., CVPR 2021) evaluates PASCAL VOC: classes without a pixel are left
   * out, background is a base class, future classes count as background.
   */
  public static EvaluationProtocol plop() {
    return new EvaluationProtocol(AbsentClass.SKIP, true, LabelSpace.BACKGROUND);
  }

  /**
   * As SSUL (Cha et al., NeurIPS 2021) evaluates: classes without a pixel are left out, background
   * is a base class, pixels of classes that the network does not have are left out.
   */
  public static EvaluationProtocol ssul() {
    return new EvaluationProtocol(AbsentClass.SKIP, true, LabelSpace.VOID);
  }

  /**
   * As Michieli and Zanuttigh (ICCV workshops 2019) report PASCAL VOC: background is a class among
   * the others. What future classes count as before the last step is not published; here it is
   * background.
   */
  public static EvaluationProtocol ilt() {
    return plop();
  }

  /** The names that {@link #named} knows. */
  public static List<String> names() {
    return List.copyOf(NAMED.keySet());
  }

  /**
   * The protocol of a paper.
   *
   * @param name dkd, dkd-ade, mib, plop, ssul or ilt
   * @throws CissException of kind usage if there is none
   */
  public static EvaluationProtocol named(String name) {
    EvaluationProtocol protocol = NAMED.get(name);
    if (protocol == null) {
      throw CissException.usage(
          "there is no evaluation protocol '%s'; use one of %s", name, String.join(", ", names()));
    }
    return protocol;
  }

  /** The first name of this protocol; empty if it has none. */
  public Optional<String> name() {
    return NAMED.entrySet().stream()
        .filter(entry -> entry.getValue().equals(this))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Map<String, EvaluationProtocol> byName() {
    Map<String, EvaluationProtocol> named = new LinkedHashMap<>();
    named.put("dkd", dkd());
    named.put("dkd-ade", dkdAde());
    named.put("mib", mib());
    named.put("plop", plop());
    named.put("ssul", ssul());
    named.put("ilt", ilt());
    return named;
  }
}
