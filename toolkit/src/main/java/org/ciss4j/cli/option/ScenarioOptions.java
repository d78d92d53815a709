// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.List;
import java.util.function.Supplier;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.scenario.ClassOrders;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.VoidPixels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which classes come when, and what a step sees of the data. */
public final class ScenarioOptions {
  @Option(
      names = "--scenario",
      paramLabel = "BASE-INC",
      description =
          "So many classes in the base step, and so many in each later one: 15-1, 19-1,"
              + " 10-5; joint for all at once; 15-5s is 15-1, 50 is 50-50 (default: see below).")
  private @Nullable String scenario;

  @Option(
      names = "--setting",
      paramLabel = "NAME",
      defaultValue = "overlapped",
      converter = SettingConverter.class,
      description = {
        "overlapped: a step sees every image that shows a new class;",
        "disjoint: only those that show no future class;",
        "sequential: these, with old classes labelled too;",
        "partitioned: each image in the step of one of its classes, drawn by --split-seed"
            + " (default: ${DEFAULT-VALUE})."
      })
  private Setting setting = Setting.OVERLAPPED;

  @Option(
      names = "--classes",
      paramLabel = "CLASS,...",
      description =
          "Names or ids of the classes to learn, in this order; the others are background"
              + " (default: all).")
  private @Nullable String classes;

  @Option(
      names = "--class-order",
      paramLabel = "ORDER",
      description =
          "Order in which the classes are learnt: names or ids, as in 3,1,2; random:SEED;"
              + " b to w, the published orders of VOC's classes for 15-1 (default: natural).")
  private @Nullable String classOrder;

  @Option(
      names = "--void",
      paramLabel = "NAME",
      converter = VoidConverter.class,
      description =
          "Pixels marked as no class (255), in training: background, as in DKD and MiB;"
              + " ignored, as in PLOP and SSUL (default: as in the paper of the method).")
  private @Nullable VoidPixels voidPixels;

  @Option(
      names = "--split-seed",
      paramLabel = "N",
      description =
          "Decides which images are held out, and which step an image of the partitioned"
              + " setting belongs to (default: 0).")
  private @Nullable Long splitSeed;

  /** The run on this data with these choices. */
  public Ciss applyTo(DataOptions data) {
    return applyTo(data.start(), data::classes);
  }

  /**
   * The same run with these choices.
   *
   * @param labelSpace what classes may be named; asked for only if some are
   */
  public Ciss applyTo(Ciss ciss, Supplier<LabelSpace> labelSpace) {
    Ciss chosen = ciss.setting(setting);
    chosen = splitSeed == null ? chosen : chosen.splitSeed(splitSeed);
    chosen = voidPixels == null ? chosen : chosen.voidPixels(voidPixels);
    if (classes != null || classOrder != null) {
      chosen = withClasses(chosen, labelSpace.get());
    }
    return scenario == null ? chosen : chosen.scenario(scenario);
  }

  /**
   * Checks that a named seed of the split has something to decide.
   *
   * @throws CissException of kind usage if it has not
   */
  public void requireDrawn(boolean heldOut) {
    if (splitSeed != null && !heldOut && setting != Setting.PARTITIONED) {
      throw CissException.usage(
          "--split-seed decides nothing here: no image is held out (--held-out), and the setting is"
              + " not partitioned; leave it out");
    }
  }

  /**
   * Checks that nothing is said of training where nothing is trained.
   *
   * @throws CissException of kind usage if something is
   */
  public void requireNoTraining() {
    if (voidPixels != null) {
      throw CissException.usage(
          "--void says what void pixels are in training, and nothing is trained here; leave it"
              + " out");
    }
  }

  private Ciss withClasses(Ciss ciss, LabelSpace labelSpace) {
    List<Integer> learnt = classes == null ? List.of() : ClassOrders.classes(classes, labelSpace);
    if (classOrder == null) {
      return ciss.classes(learnt);
    }
    List<Integer> ordered = learnt.isEmpty() ? labelSpace.foreground() : learnt;
    return ciss.classes(learnt).classOrder(ClassOrders.parse(classOrder, labelSpace, ordered));
  }

  private static final class SettingConverter extends ParsedConverter<Setting> {
    SettingConverter() {
      super(Setting::parse);
    }
  }

  private static final class VoidConverter extends ParsedConverter<VoidPixels> {
    VoidConverter() {
      super(VoidPixels::parse);
    }
  }
}
