// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Photo;
import org.ciss4j.data.VocFiles;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.LossTerms;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.method.Method;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.Predictor;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A method that ciss4j has not heard of: trained, stopped, gone on with, scored and asked. */
class OwnMethodTest {
  private static final Method SMOOTH = new Smooth(0.1);

  @TempDir Path folder;
  private Ciss ciss;
  private Path run;

  /** Keeps the logits of new classes small. */
  record Smooth(double strength) implements Method {
    @Override
    public String name() {
      return "smooth";
    }

    @Override
    public List<LossTerm> lossTerms(Step step) {
      LossTerm small =
          new LossTerm(
              "small",
              strength,
              Set.of(),
              inputs -> inputs.student(Endpoint.NEW_LOGITS).mul(0.1).norm2());
      return List.of(LossTerms.mbce(1, 2), small);
    }

    @Override
    public Decision decision() {
      return new SigmoidDecision(0.5);
    }
  }

  /** Has nothing to set. */
  record Plain() implements Method {
    @Override
    public String name() {
      return "plain";
    }

    @Override
    public List<LossTerm> lossTerms(Step step) {
      return List.of(LossTerms.mbce(1, 2));
    }

    @Override
    public Decision decision() {
      return new SigmoidDecision(0.5);
    }
  }

  @BeforeEach
  void data() throws Exception {
    run = folder.resolve("run");
    ciss =
        Ciss.dataset("voc")
            .data(VocFiles.sound(folder.resolve("data")).root)
            .scenario("15-5")
            .backbone("tiny")
            .training(Training.sample().withEpochs(1).withCrop(32))
            .method(SMOOTH);
  }

  @Test
  void isTrainedScoredAndAsked() {
    RunResult result = ciss.train(run);
    assertThat(result.config().method().name()).isEqualTo("smooth");
    assertThat(result.config().method().hyperParameters()).containsEntry("strength", "0.1");
    assertThat(Ciss.evaluate(run, 1, SMOOTH).scores()).isEqualTo(result.last().scores());
    RunDirectory directory = RunDirectory.open(run);
    Photo photo = new Photo("black", 32, 32, new byte[3 * 32 * 32]);
    try (Predictor predictor = Predictor.load(directory, 1, SMOOTH)) {
      assertThat(predictor.labels(photo)).hasSize(32 * 32);
    }
    assertThatThrownBy(() -> Predictor.load(directory, 1))
        .isInstanceOf(CissException.class)
        .hasMessageStartingWith("method 'smooth' is none of ciss4j's own (dkd, ")
        .hasMessageEndingWith(
            "Ciss.evaluate(run, step, method), Predictor.load(run, step, method)");
    assertThatThrownBy(() -> Ciss.evaluate(run, 1)).hasMessageContaining("'smooth'");
    assertThatThrownBy(() -> Ciss.evaluate(run, 1, new Smooth(0.2)))
        .hasMessage(
            "expected the method that the run was trained with, smooth {strength=0.1}; got smooth"
                + " {strength=0.2}");
  }

  @Test
  void goesOnWhereItStopped() {
    StopSignal stop = new StopSignal();
    RunListener atFirstIteration =
        event -> {
          if (event instanceof RunEvent.IterationDone) {
            stop.request();
          }
        };
    assertThat(ciss.stop(stop).train(run, atFirstIteration).steps()).hasSizeLessThan(2);
    assertThatThrownBy(() -> Ciss.resume(run, RunListener.none())).hasMessageContaining("'smooth'");
    assertThatThrownBy(() -> Ciss.like(run).method(new Smooth(1)).goOn(run, RunListener.none()))
        .hasMessageContaining("another configuration");
    assertThat(Ciss.like(run).method(SMOOTH).goOn(run, RunListener.none()).steps()).hasSize(2);
  }

  @Test
  void sharesABaseStepWithItsEqual() {
    ciss.train(run);
    Path second = folder.resolve("second");
    assertThat(ciss.trainAfterBaseOf(run, second, RunListener.none()).steps()).hasSize(2);
    assertThatThrownBy(
            () ->
                ciss.method(new Plain())
                    .trainAfterBaseOf(run, folder.resolve("third"), RunListener.none()))
        .hasMessageContaining("'smooth'");
  }

  @Test
  void needsNoHyperParameters() {
    assertThat(ciss.method(new Plain()).config().method().hyperParameters()).isEmpty();
  }
}
