// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Split;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.model.Network;
import org.ciss4j.learn.Rehearsal;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.method.label.Decision;
import org.ciss4j.result.MemoryImage;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user brings along trains as what is here: a backbone, a choice of what is remembered. */
class OwnPartsTest {
  private static final List<Integer> OLD = SmallRun.SCENARIO.get(1).oldClasses();

  @TempDir Path folder;

  /** Remembers the images whose names come first. */
  private record FirstNames() implements Method {
    private static final FineTuning LIKE = FineTuning.standard();

    @Override
    public String name() {
      return "first-names";
    }

    @Override
    public List<LossTerm> lossTerms(Step step) {
      return LIKE.lossTerms(step);
    }

    @Override
    public Decision decision() {
      return LIKE.decision();
    }

    @Override
    public Rehearsal rehearsal() {
      return (candidates, oldClasses, size, seeds) ->
          candidates.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .limit(size)
              .map(image -> remembered(image.getKey(), image.getValue()))
              .toList();
    }

    private static MemoryImage remembered(String id, Set<Integer> classes) {
      return new MemoryImage(id, classes.iterator().next(), classes.stream().sorted().toList());
    }
  }

  /** Remembers an image of another data set. */
  private record Stranger() implements Method {
    @Override
    public String name() {
      return "stranger";
    }

    @Override
    public List<LossTerm> lossTerms(Step step) {
      return FirstNames.LIKE.lossTerms(step);
    }

    @Override
    public Decision decision() {
      return FirstNames.LIKE.decision();
    }

    @Override
    public Rehearsal rehearsal() {
      return (candidates, oldClasses, size, seeds) ->
          List.of(new MemoryImage("elsewhere", 1, List.of(1)));
    }
  }

  @Test
  void whatIsNoCandidateIsNotRemembered() {
    assertThatThrownBy(
            () -> train(new Stranger(), SmallRun.NETWORK, MemoryConfig.none().withImages(3)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("stranger")
        .hasMessageContaining("elsewhere");
  }

  @Test
  void aBackboneIsFoundByItsName() {
    Network network = Network.named("shallow");
    assertThat(network.width()).isEqualTo(32);
    RunResult result = train(Dkd.voc(), network, MemoryConfig.none());
    assertThat(result.steps()).hasSize(2);
    RunResult fine = train(Methods.named("plop"), network.withOutputStride(8), MemoryConfig.none());
    assertThat(fine.steps()).hasSize(2);
  }

  @Test
  void aMethodChoosesWhatIsRemembered() {
    train(new FirstNames(), SmallRun.NETWORK, MemoryConfig.none().withImages(3));
    RunDirectory run = RunDirectory.open(folder.resolve("first-names16"));
    List<String> shown =
        SmallRun.DATASET.ids(Split.TRAIN).stream()
            .filter(id -> SmallRun.DATASET.classesIn(id).stream().anyMatch(OLD::contains))
            .sorted()
            .limit(3)
            .toList();
    assertThat(run.step(1).memory()).extracting(MemoryImage::id).isEqualTo(shown);
  }

  private RunResult train(Method method, Network network, MemoryConfig memory) {
    Experiment experiment =
        new Experiment(
            SmallRun.DATASET,
            SmallRun.SCENARIO,
            StepRules.of(Setting.OVERLAPPED),
            method,
            Model.of(network),
            SmallRun.TRAINING.withEpochs(1),
            memory,
            EvaluationConfig.standard(),
            3);
    String name = method.name() + network.backbone().outputStride();
    return SmallRun.train(experiment, folder.resolve(name));
  }
}
