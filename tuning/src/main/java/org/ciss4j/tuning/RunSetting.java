// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.result.config.Augmentation;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.result.config.Training;

/** What of a run can be searched beside the hyper-parameters of its method; named as options. */
enum RunSetting {
  LR(false),
  LATER_LR(false),
  EPOCHS(true),
  LATER_EPOCHS(true),
  BATCH(true),
  CROP(true),
  MOMENTUM(false),
  WEIGHT_DECAY(false),
  POWER(false),
  WARM_UP(false),
  AUGMENTATION(false),
  MEMORY(true),
  MEMORY_POLICY(false),
  BACKBONE(false),
  OUTPUT_STRIDE(true);

  private final boolean whole;

  RunSetting(boolean whole) {
    this.whole = whole;
  }

  /** Names of all. */
  static List<String> names() {
    return Stream.of(values()).map(RunSetting::label).toList();
  }

  /** The one of a name that is known. */
  static RunSetting named(String name) {
    return Stream.of(values())
        .filter(setting -> setting.label().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The option of {@code ciss train}, without its dashes. */
  String label() {
    return EnumLabel.of(this);
  }

  /** Whether whole numbers alone count. */
  boolean isWhole() {
    return whole;
  }

  /**
   * The run with another value.
   *
   * @throws CissException of kind usage if it does not fit
   */
  Ciss set(Ciss ciss, String text) {
    return switch (this) {
      case LR -> withRate(ciss, number(text));
      case LATER_LR -> ciss.laterLearningRate(number(text));
      case EPOCHS -> ciss.epochs(count(text));
      case LATER_EPOCHS -> ciss.laterEpochs(count(text));
      case BATCH -> ciss.batchSize(count(text));
      case CROP -> ciss.crop(count(text));
      case MOMENTUM, WEIGHT_DECAY, POWER, WARM_UP -> withOptimizer(ciss, number(text));
      case AUGMENTATION -> withAugmentation(ciss, text);
      case MEMORY -> ciss.memory(count(text));
      case MEMORY_POLICY -> withPolicy(ciss, text);
      case BACKBONE -> ciss.backbone(text);
      case OUTPUT_STRIDE -> ciss.outputStride(count(text));
    };
  }

  /** That of later steps keeps its ratio to it. */
  private static Ciss withRate(Ciss ciss, double rate) {
    Training training = ciss.config().training();
    return ciss.training(training.withLearningRates(rate, rounded(training, rate)));
  }

  /** Without the digits that binary fractions leave behind. */
  private static double rounded(Training training, double rate) {
    return BigDecimal.valueOf(training.laterLearningRate())
        .multiply(BigDecimal.valueOf(rate))
        .divide(BigDecimal.valueOf(training.learningRate()), MathContext.DECIMAL32)
        .doubleValue();
  }

  private Ciss withOptimizer(Ciss ciss, double value) {
    Training now = ciss.config().training();
    return ciss.training(
        now.withOptimizer(
            this == MOMENTUM ? value : now.momentum(),
            this == WEIGHT_DECAY ? value : now.weightDecay(),
            this == POWER ? value : now.power(),
            this == WARM_UP ? value : now.warmUp()));
  }

  private static Ciss withAugmentation(Ciss ciss, String text) {
    Augmentation augmentation = ciss.config().training().augmentation();
    return ciss.augmentation(augmentation.withRecipe(Augmentation.Recipe.parse(text)));
  }

  private static Ciss withPolicy(Ciss ciss, String text) {
    return ciss.memory(ciss.config().memory().withPolicy(MemoryConfig.Policy.parse(text)));
  }

  private double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw CissException.usage("expected a number for %s, got '%s'", label(), text).withCause(e);
    }
  }

  private int count(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw CissException.usage("expected a whole number for %s, got '%s'", label(), text)
          .withCause(e);
    }
  }
}
