// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.model.Network;
import org.ciss4j.learn.Rehearsal;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Method;
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

  @Test
  void aBackboneIsFoundByItsName() {
    Network network = Network.named("shallow");
    RunResult result = train(Dkd.voc(), network, MemoryConfig.none());
    assertThat(result.steps()).hasSize(2);
    RunResult coarse = train(Dkd.voc(), network.withOutputStride(32), MemoryConfig.none());
    assertThat(coarse.steps()).hasSize(2);
  }

  @Test
  void aMethodChoosesWhatIsRemembered() {
    train(new FirstNames(), SmallRun.NETWORK, MemoryConfig.none().withImages(3));
    RunDirectory run = RunDirectory.open(folder.resolve("first-names16"));
    assertThat(run.memory(1)).hasSize(3).extracting(MemoryImage::id).isSorted();
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
