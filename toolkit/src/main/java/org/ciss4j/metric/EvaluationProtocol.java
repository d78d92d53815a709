// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import org.ciss4j.scenario.CissException;
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
}
