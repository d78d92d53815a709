// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.learn.StepContext;
import org.ciss4j.method.Analytic;
import org.ciss4j.method.Before;
import org.ciss4j.method.ClosedForm;
import org.ciss4j.method.Dkd;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regression before and after the gradient descent of a step. */
class ClosedFormRunTest {
  @TempDir Path folder;

  private Path trained(ClosedForm closedForm) {
    Path run = folder.resolve(closedForm.name());
    SmallRun.train(SmallRun.experiment(Dkd.voc().with(closedForm), 5), run, new ArrayList<>());
    return run;
  }

  /** The last word is heard, and learning goes on as if it had not been spoken. */
  @Test
  void aLastWordChangesNothingButTheClassifiersOfWhatIsLeftBehind() {
    Path plain = trained(ClosedForm.NONE);
    Path last = trained(ClosedForm.END);
    for (int step : new int[] {0, 1}) {
      Parameters expected = Checkpoints.load(RunDirectory.open(plain), step);
      Parameters network = Checkpoints.load(RunDirectory.open(last), step);
      expected.arrays().keySet().stream()
          .filter(name -> !HeadLayout.isClassifier(name))
          .forEach(name -> assertThat(network.get(name)).as(name).isEqualTo(expected.get(name)));
      int width = Analytic.standard().width();
      assertThat(network.get(RandomFeatures.parameterName()).size(0)).isEqualTo(width);
      assertThat(network.get("cls.1.weight").shape()).containsExactly(4, width, 1, 1);
      assertThat(SmallRun.losses(last, step)).isEqualTo(SmallRun.losses(plain, step));
    }
    Parameters first = Checkpoints.load(RunDirectory.open(last), 0);
    Parameters second = Checkpoints.load(RunDirectory.open(last), 1);
    assertThat(second.get(RandomFeatures.parameterName()))
        .isEqualTo(first.get(RandomFeatures.parameterName()));
  }

  @Test
  void aStartChangesLaterStepsAlone() {
    Path plain = trained(ClosedForm.NONE);
    Path started = trained(ClosedForm.START);
    assertThat(SmallRun.losses(started, 0)).isEqualTo(SmallRun.losses(plain, 0));
    List<String> other = SmallRun.losses(started, 1);
    assertThat(other).hasSameSizeAs(SmallRun.losses(plain, 1));
    assertThat(other.get(1))
        .as("the first iteration")
        .isNotEqualTo(SmallRun.losses(plain, 1).get(1));
  }

  @Test
  void aStartForSeveralIsThatOfAStepWithSeveralClasses() {
    Path one = trained(ClosedForm.SEVERAL);
    assertThat(SmallRun.losses(one, 1)).isEqualTo(SmallRun.losses(trained(ClosedForm.NONE), 1));
  }

  @ParameterizedTest
  @CsvSource({"START, 1, 5", "END, 0, 8", "END, 1, 1", "BOTH, 1, 4"})
  void aRunThatWasKilledEndsInTheSameBits(ClosedForm closedForm, int step, long iteration) {
    Path whole = trained(closedForm);
    Path run = folder.resolve("killed");
    Experiment experiment = SmallRun.experiment(Dkd.voc().with(closedForm), 5);
    SmallRun.brokenOff(experiment, run, step, iteration, 3);
    SmallRun.assertSame(run, whole);
  }

  @Test
  void aLastWordNeedsTheSumsOfTheStepsBefore() {
    Step step = SmallRun.SCENARIO.get(1);
    Dkd plain = Dkd.voc();
    Dkd last = plain.with(ClosedForm.END);
    StepContext context = SmallRun.context(last, step, new Parameters(1), 1);
    Step first = SmallRun.SCENARIO.get(0);
    HeadLayout layout = plain.headLayout(SmallRun.SCENARIO, first);
    assertThatThrownBy(
            () -> last.takeOver(context, layout, new Before(plain, first, layout), Optional::empty))
        .isInstanceOfSatisfying(
            CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.USAGE))
        .hasMessageContaining("closedForm=none");
    assertThat(last.takeOver(context, layout, new Before(last, first, layout), Optional::empty))
        .isEmpty();
  }
}
