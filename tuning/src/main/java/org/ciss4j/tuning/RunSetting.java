// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.result.Augmentation;
import org.ciss4j.result.MemoryConfig;
import org.ciss4j.result.Training;
import org.ciss4j.scenario.CissException;

/** What of a run can be searched beside the hyper-parameters of its method; named as options. */
enum RunSetting {
  /** Learning rate; that of later steps keeps its ratio to it. */
  LR(false, (ciss, text) -> withRate(ciss, number("lr", text))),
  LATER_LR(false, (ciss, text) -> ciss.laterLearningRate(number("later-lr", text))),
  EPOCHS(true, (ciss, text) -> ciss.epochs(whole("epochs", text))),
  BATCH(true, (ciss, text) -> ciss.batchSize(whole("batch", text))),
  CROP(true, (ciss, text) -> ciss.crop(whole("crop", text))),
  MOMENTUM(false, (ciss, text) -> withOptimizer(ciss, 0, number("momentum", text))),
  WEIGHT_DECAY(false, (ciss, text) -> withOptimizer(ciss, 1, number("weight-decay", text))),
  POWER(false, (ciss, text) -> withOptimizer(ciss, 2, number("power", text))),
  WARM_UP(false, (ciss, text) -> withOptimizer(ciss, 3, number("warm-up", text))),
  AUGMENTATION(false, RunSetting::withAugmentation),
  MEMORY(true, (ciss, text) -> ciss.memory(whole("memory", text))),
  MEMORY_POLICY(false, RunSetting::withPolicy),
  BACKBONE(false, Ciss::backbone),
  OUTPUT_STRIDE(true, (ciss, text) -> ciss.outputStride(whole("output-stride", text)));

  private final boolean whole;
  private final Setter setter;

  @FunctionalInterface
  private interface Setter {
    Ciss set(Ciss ciss, String text);
  }

  RunSetting(boolean whole, Setter setter) {
    this.whole = whole;
    this.setter = setter;
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
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
    return setter.set(ciss, text);
  }

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

  private static Ciss withOptimizer(Ciss ciss, int which, double value) {
    Training training = ciss.config().training();
    double[] all = {
      training.momentum(), training.weightDecay(), training.power(), training.warmUp()
    };
    all[which] = value;
    return ciss.training(training.withOptimizer(all[0], all[1], all[2], all[3]));
  }

  private static Ciss withAugmentation(Ciss ciss, String text) {
    Augmentation augmentation = ciss.config().training().augmentation();
    return ciss.augmentation(augmentation.withRecipe(Augmentation.Recipe.parse(text)));
  }

  private static Ciss withPolicy(Ciss ciss, String text) {
    return ciss.memory(ciss.config().memory().withPolicy(MemoryConfig.Policy.parse(text)));
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw CissException.usage("expected a number for %s, got '%s'", name, text).withCause(e);
    }
  }

  private static int whole(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw CissException.usage("expected a whole number for %s, got '%s'", name, text)
          .withCause(e);
    }
  }
}
