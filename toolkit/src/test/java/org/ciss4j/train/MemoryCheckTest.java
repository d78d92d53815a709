// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ciss4j.common.CissException;
import org.ciss4j.data.StepImages;
import org.ciss4j.graph.machine.MachineMemory;
import org.ciss4j.graph.model.Network;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.Lskd;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.method.Mib;
import org.ciss4j.method.Plop;
import org.ciss4j.method.Recall;
import org.ciss4j.method.Ssul;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.StepRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryCheckTest {
  private static final long MEBI = 1L << 20;
  private static final Pattern REMEDY =
      Pattern.compile("a batch size of (\\d+) or a crop of (\\d+) would fit");

  static List<Method> methods() {
    return List.of(Dkd.voc(), Mib.standard(), Plop.voc(), Ssul.voc());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void moreAndLargerImagesTakeMore(Method method) {
    try (MemoryCheck check = check(method, 16, 512)) {
      long few = check.need(4, 512).bytes();
      long many = check.need(16, 512).bytes();
      long small = check.need(16, 256).bytes();
      assertThat(many).isGreaterThan(few + 500 * MEBI).isGreaterThan(small + 500 * MEBI);
      assertThat(check.need(16, 512).largest()).isGreaterThan(30 * MEBI);
    }
  }

  @Test
  void whatFitsPassesAndIsRemarkedWhereItIsMuch() {
    List<String> remarks = new ArrayList<>();
    try (MemoryCheck check = check(Dkd.voc(), 16, 512)) {
      long needed = check.need(16, 512).bytes();
      check.require(new MachineMemory(10 * needed, "this machine"), remarks::add);
      assertThat(remarks).isEmpty();
      check.require(new MachineMemory(needed, "this machine"), remarks::add);
      assertThat(remarks).hasSize(1);
      assertThat(remarks.get(0)).startsWith("step ").contains("of memory that may be used");
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void whatDoesNotFitIsRefusedWithWhatWould(Method method) {
    try (MemoryCheck check = check(method, 16, 512)) {
      MachineMemory memory = new MachineMemory(check.need(10, 512).bytes(), "this container");
      String message = refusal(check, memory);
      assertThat(message)
          .startsWith("step ")
          .contains("would need about")
          .contains("largest array")
          .contains("this container is");
      Matcher remedy = REMEDY.matcher(message);
      assertThat(remedy.find()).as(message).isTrue();
      int batch = Integer.parseInt(remedy.group(1));
      int crop = Integer.parseInt(remedy.group(2));
      assertThat(batch).isBetween(10, 13);
      assertThat(crop).isBetween(352, 480);
      check(method, batch, 512).require(memory, remark -> {});
      check(method, 16, crop).require(memory, remark -> {});
    }
  }

  /** Four batches of 16 x 512 x 512 pixels of 4 bytes. */
  @Test
  void whatStandsOutTakesRoom() {
    try (MemoryCheck salient = check(Ssul.voc(), 16, 512);
        MemoryCheck plain = check(Ssul.ade(), 16, 512)) {
      long more = salient.need(16, 512).bytes() - plain.need(16, 512).bytes();
      assertThat(more).isBetween(30 * MEBI, 100 * MEBI);
    }
  }

  /** Gradients of nine terms alone, and what is kept back. */
  @Test
  void whatIsAskedOfSingleTermsTakesRoom() {
    long fixed = need(Methods.with(Lskd.voc(), Map.of("weights", "fixed")));
    long equilibrium = need(Lskd.voc());
    long searching = need(Methods.with(Lskd.voc(), Map.of("plan", "search")));
    assertThat(equilibrium).isGreaterThan(fixed);
    assertThat(searching).isGreaterThan(fixed);
  }

  private static long need(Method method) {
    try (MemoryCheck check = check(method, 8, 256)) {
      return check.need(8, 256).bytes();
    }
  }

  /** Once the base step is done, which takes more as the whole network learns. */
  @Test
  void decodersTakeRoom() {
    Scenario three = Scenario.parse("2-1", SmallRun.DATASET.labelSpace());
    Method byModel = Methods.with(Recall.standard(), Map.of("labels", "model"));
    try (MemoryCheck helped = check(Recall.standard(), three, 8, 256, 1);
        MemoryCheck plain = check(byModel, three, 8, 256, 1)) {
      long more = helped.need(8, 256).bytes() - plain.need(8, 256).bytes();
      assertThat(more).isPositive();
    }
  }

  @Test
  void whereNothingWouldFitThatIsSaid() {
    try (MemoryCheck check = check(Dkd.voc(), 16, 512)) {
      assertThat(refusal(check, new MachineMemory(MEBI, "this machine")))
          .contains("even the smallest batches and crops would need 0.", "use a smaller backbone");
    }
  }

  /** As in a run that is taken up when it has ended. */
  @Test
  void whereNoStepIsLeftNothingIsSaid() {
    List<String> remarks = new ArrayList<>();
    int all = SmallRun.SCENARIO.stepCount();
    try (MemoryCheck check = check(Dkd.voc(), 16, 512, all)) {
      check.require(new MachineMemory(MEBI, "this machine"), remarks::add);
    }
    assertThat(remarks).isEmpty();
  }

  private static String refusal(MemoryCheck check, MachineMemory memory) {
    List<String> message = new ArrayList<>();
    assertThatThrownBy(() -> check.require(memory, remark -> {}))
        .isInstanceOfSatisfying(
            CissException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(CissException.Kind.USAGE);
              message.add(e.getMessage());
            });
    return message.get(0);
  }

  private static MemoryCheck check(Method method, int batch, int crop) {
    return check(method, batch, crop, 0);
  }

  private static MemoryCheck check(Method method, int batch, int crop, int done) {
    return check(method, SmallRun.SCENARIO, batch, crop, done);
  }

  private static MemoryCheck check(
      Method method, Scenario scenario, int batch, int crop, int done) {
    Training training = new Training(1, batch, crop, 1e-2, 1e-3, 0.9, 1e-4, 0.9, 0);
    Experiment experiment =
        new Experiment(
            SmallRun.DATASET,
            scenario,
            StepRules.of(Setting.OVERLAPPED),
            method,
            Model.of(Network.named("tiny")),
            training,
            EvaluationConfig.standard(),
            1);
    StepImages images = experiment.images();
    StepScorer scorer = new StepScorer(experiment, images, event -> {});
    return new MemoryCheck(experiment, done, List.of(), images, scorer);
  }
}
