// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;

/**
 * How each step is optimised.
 *
 * @param epochs passes over the training images of each step
 * @param batchSize images per iteration
 * @param crop height and width of the training crops, and of the centre crops that are scored, in
 *     pixels
 * @param learningRate of the backbone in the base step; ASPP and classifiers learn ten times as
 *     fast with the methods of DKD's network, and by a factor of the method's with others
 * @param laterLearningRate of the backbone in later steps
 * @param momentum of SGD
 * @param weightDecay L2 penalty
 * @param power of the polynomial decay of the learning rate
 * @param warmUp fraction of the iterations over which the learning rate rises
 * @param augmentation how training images are changed at random
 * @param laterEpochs passes over the training images of each step but the first; 0 for as many as
 *     in the first
 * @param guard how many times what it began with the loss of the labels may be, over three of the
 *     first iterations of a step, before the step is begun again at half the rate; 0 for never
 */
public record Training(
    int epochs,
    int batchSize,
    int crop,
    double learningRate,
    double laterLearningRate,
    double momentum,
    double weightDecay,
    double power,
    double warmUp,
    Augmentation augmentation,
    int laterEpochs,
    double guard) {

  private static final Map<String, Training> NAMED = byName();

  /** Of the sets that papers train on, Cityscapes is the smallest, with 2,975 images. */
  private static final int FEW = 2500;

  /** The same for images a class: ADE20K has 134 for each of its 150 classes. */
  private static final int FEW_PER_CLASS = 100;

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Training {
    positive("number of epochs", epochs);
    positive("batch size", batchSize);
    positive("learning rate", learningRate);
    positive("later learning rate", laterLearningRate);
    if (crop < 32) {
      throw CissException.usage("expected a crop of at least 32 pixels, got %d", crop);
    }
    if (crop > 4096) {
      throw CissException.usage("expected a crop of at most 4096 pixels, got %d", crop);
    }
    range("momentum", momentum, 0, 1);
    range("weight decay", weightDecay, 0, 1);
    range("power", power, 0, 10);
    range("warm-up", warmUp, 0, 1);
    if (laterEpochs < 0) {
      throw CissException.usage("expected a positive number of later epochs, got %d", laterEpochs);
    }
    if (guard != 0 && !(guard > 1 && Double.isFinite(guard))) {
      throw CissException.usage(
          "expected a guard above 1, for how many times its beginning a loss may be, or 0 for none,"
              + " got %s",
          guard);
    }
  }

  /**
   * With the augmentation of DKD's official code, as many epochs in later steps as in the first,
   * and nothing against running away.
   */
  public Training(
      int epochs,
      int batchSize,
      int crop,
      double learningRate,
      double laterLearningRate,
      double momentum,
      double weightDecay,
      double power,
      double warmUp) {
    this(
        epochs,
        batchSize,
        crop,
        learningRate,
        laterLearningRate,
        momentum,
        weightDecay,
        power,
        warmUp,
        Augmentation.of(Augmentation.Recipe.DKD),
        0,
        0);
  }

  /** What DKD's paper and official code do on PASCAL VOC. */
  public static Training voc() {
    return new Training(60, 32, 512, 1e-3, 1e-4, 0.9, 1e-4, 0.9, 0);
  }

  /** What DKD's paper and official code do on ADE20K. */
  public static Training ade() {
    return new Training(100, 24, 512, 2.5e-3, 2.5e-4, 0.9, 1e-4, 0.9, 0.2);
  }

  /**
   * What the official codes of MiB and PLOP do on PASCAL VOC, in the scenarios of the papers (PLOP
   * trains the later steps of 10-1 for 10 epochs). One rate for all layers: their methods have a
   * head factor of 1.
   */
  public static Training mib() {
    return new Training(30, 24, 512, 1e-2, 1e-3, 0.9, 1e-4, 0.9, 0);
  }

  /** What the official codes of MiB and PLOP do on ADE20K. */
  public static Training mibAde() {
    return mib().withEpochs(60);
  }

  /**
   * What Michieli and Zanuttigh (ICCV workshops 2019) do on PASCAL VOC, as far as these numbers say
   * it: they train for a thousand iterations per class, of which 10 epochs are a mean, end at a
   * rate of 1e-6, and have no Nesterov momentum.
   */
  public static Training ilt() {
    return new Training(10, 4, 321, 1e-4, 5e-5, 0.9, 1e-4, 0.9, 0);
  }

  /**
   * What the official code of SSUL does on PASCAL VOC. Its later steps train classifiers alone, at
   * the rate of those in the base step.
   */
  public static Training ssul() {
    return new Training(50, 32, 513, 1e-3, 1e-3, 0.9, 1e-4, 0.9, 0)
        .withAugmentation(Augmentation.of(Augmentation.Recipe.SSUL));
  }

  /** What the official code of SSUL does on ADE20K. */
  public static Training ssulAde() {
    return new Training(100, 24, 513, 1e-3, 5e-3, 0.9, 1e-4, 0.9, 0.1)
        .withAugmentation(Augmentation.of(Augmentation.Recipe.SSUL));
  }

  /** What the official code of RCIL does on PASCAL VOC. */
  public static Training rcil() {
    return new Training(30, 24, 512, 2e-2, 1e-3, 0.9, 1e-4, 0.9, 0);
  }

  /**
   * What the official code of RECALL does on PASCAL VOC, as far as these numbers say it: it trains
   * for a thousand iterations per class (1500 in overlapped scenarios), of which 10 epochs are a
   * mean, falls to a rate of 5e-6, scales by 0.5 to 1.5, and has no Nesterov momentum.
   */
  public static Training recall() {
    return new Training(10, 4, 321, 5e-4, 5e-4, 0.9, 1e-4, 0.9, 0)
        .withAugmentation(Augmentation.of(Augmentation.Recipe.SSUL));
  }

  /**
   * What the official code of SDR does on PASCAL VOC, in its example; its list of settings has ten
   * times these rates.
   */
  public static Training sdr() {
    return new Training(30, 8, 512, 1e-3, 1e-4, 0.9, 1e-4, 0.9, 0);
  }

  /** What the official code of SDR does on ADE20K. */
  public static Training sdrAde() {
    return new Training(60, 4, 512, 1e-3, 1e-4, 0.9, 1e-4, 0.9, 0);
  }

  /**
   * What the one published command of LSKD's official code does in the later steps of 10-1 of
   * PASCAL VOC; its base step is PLOP's, of 30 epochs.
   */
  public static Training lskd() {
    return mib().withEpochs(20);
  }

  private static Map<String, Training> byName() {
    Map<String, Training> named = new LinkedHashMap<>();
    named.put("dkd", voc());
    named.put("dkd-ade", ade());
    named.put("mib", mib());
    named.put("mib-ade", mibAde());
    named.put("plop", mib());
    named.put("plop-ade", mibAde());
    named.put("ssul", ssul());
    named.put("ssul-ade", ssulAde());
    named.put("rcil", rcil());
    named.put("rcil-ade", mibAde());
    named.put("recall", recall());
    named.put("sdr", sdr());
    named.put("sdr-ade", sdrAde());
    named.put("lskd", lskd());
    named.put("ilt", ilt());
    named.put("sample", sample());
    named.put("small", small());
    return Collections.unmodifiableMap(named);
  }

  /** The names that {@link #named} knows. */
  public static List<String> names() {
    return List.copyOf(NAMED.keySet());
  }

  /**
   * How a paper optimises each step.
   *
   * @param name dkd, dkd-ade, mib, mib-ade, plop, plop-ade, ssul, ssul-ade, rcil, rcil-ade, recall,
   *     sdr, sdr-ade, lskd, ilt, sample or small
   * @throws CissException of kind usage if there is none
   */
  public static Training named(String name) {
    Training training = NAMED.get(name);
    if (training == null) {
      throw CissException.usage(
          "there is no schedule '%s'; use one of %s", name, String.join(", ", names()));
    }
    return training;
  }

  /**
   * Settings under which the tiny network learns the built-in sample data within minutes on two
   * cores. In later steps twice this rate may let the first iterations run away, with some seeds.
   */
  public static Training sample() {
    return new Training(20, 16, 96, 2e-2, 1e-3, 0.9, 1e-4, 0.9, 0);
  }

  /**
   * For some hundreds or a few thousand images, on a CPU; no paper's. A lower rate that rises at
   * the beginning, small batches, and a guard: on VOC at 160 pixels a base step at 1e-3 from the
   * first iteration on never saw a class, and later steps with DKD's weights lost the old classes
   * at 2e-4, as toolkit/docs/benchmarks.md says.
   */
  public static Training small() {
    return new Training(15, 8, 128, 2e-4, 5e-5, 0.9, 1e-4, 0.9, 0.1).withGuard(2.5);
  }

  /**
   * Whether so many training images are fewer than the schedules of papers were made for.
   *
   * @param classes how many are learnt in all steps together
   */
  public static boolean areFew(int images, int classes) {
    return images < FEW || images < (long) FEW_PER_CLASS * classes;
  }

  /**
   * Whether this was made from another one by options of the command line, of which momentum and
   * its like have none.
   */
  public boolean isLike(Training other) {
    return momentum == other.momentum
        && weightDecay == other.weightDecay
        && power == other.power
        && warmUp == other.warmUp;
  }

  /** The same with this many passes over the training images. */
  public Training withEpochs(int count) {
    return withSizes(count, batchSize, crop, laterEpochs);
  }

  /** The same with this many images per iteration. */
  public Training withBatchSize(int images) {
    return withSizes(epochs, images, crop, laterEpochs);
  }

  /** The same with crops of this height and width. */
  public Training withCrop(int pixels) {
    return withSizes(epochs, batchSize, pixels, laterEpochs);
  }

  /** The same with this many passes in later steps; 0 for as many as in the first. */
  public Training withLaterEpochs(int count) {
    return withSizes(epochs, batchSize, crop, count);
  }

  private Training withSizes(int newEpochs, int newBatchSize, int newCrop, int newLaterEpochs) {
    return new Training(
        newEpochs,
        newBatchSize,
        newCrop,
        learningRate,
        laterLearningRate,
        momentum,
        weightDecay,
        power,
        warmUp,
        augmentation,
        newLaterEpochs,
        guard);
  }

  /** The same with these learning rates of the base step and of later steps. */
  public Training withLearningRates(double base, double later) {
    return withRates(base, later, momentum, weightDecay, power, warmUp);
  }

  /** The same with these settings of the optimiser, which have no option of their own. */
  public Training withOptimizer(
      double newMomentum, double newWeightDecay, double newPower, double newWarmUp) {
    return withRates(
        learningRate, laterLearningRate, newMomentum, newWeightDecay, newPower, newWarmUp);
  }

  private Training withRates(
      double base,
      double later,
      double newMomentum,
      double newWeightDecay,
      double newPower,
      double newWarmUp) {
    return new Training(
        epochs,
        batchSize,
        crop,
        base,
        later,
        newMomentum,
        newWeightDecay,
        newPower,
        newWarmUp,
        augmentation,
        laterEpochs,
        guard);
  }

  /** The same with training images changed like this. */
  public Training withAugmentation(Augmentation other) {
    return with(other, guard);
  }

  /** The same that looks after the loss like this; 0 for not at all. */
  public Training withGuard(double times) {
    return with(augmentation, times);
  }

  private Training with(Augmentation other, double times) {
    return new Training(
        epochs,
        batchSize,
        crop,
        learningRate,
        laterLearningRate,
        momentum,
        weightDecay,
        power,
        warmUp,
        other,
        laterEpochs,
        times);
  }

  /** Passes over the training images of a step. */
  public int epochs(boolean baseStep) {
    return baseStep || laterEpochs == 0 ? epochs : laterEpochs;
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw CissException.usage("expected a positive %s, got %d", name, value);
    }
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw CissException.usage("expected a positive %s, got %s", name, value);
    }
  }

  private static void range(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw CissException.usage("expected a %s between %s and %s, got %s", name, low, high, value);
    }
  }
}
