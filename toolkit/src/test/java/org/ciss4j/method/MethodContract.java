// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What every method keeps. */
abstract class MethodContract {
  private static final Network NETWORK =
      new Network(new ResNet("small", false, List.of(1, 1, 1, 1), 2, 16), 4);

  private static final Scenario SCENARIO =
      Scenario.parse("2-1", new LabelSpace("four", List.of("background", "a", "b", "c", "d")));

  /** The method with its standard hyper-parameters. */
  abstract Method method();

  @Test
  void isInTheCatalogueUnderItsName() {
    assertThat(Methods.named(method().name())).isEqualTo(method());
    assertThat(method().name()).matches("[a-z][a-z0-9-]*");
  }

  @Test
  void lossTermsHaveDistinctNames() {
    for (Step step : trained()) {
      assertThat(method().lossTerms(step))
          .isNotEmpty()
          .extracting(LossTerm::name)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void theBaseStepReadsNoTeacher() {
    assertThat(method().lossTerms(trained().get(0)))
        .allSatisfy(term -> assertThat(term.teacherEndpoints()).isEmpty());
  }

  @Test
  void noTeacherCompletesTheLabelsOfTheBaseStep() {
    Step base = trained().get(0);
    assertThat(method().pseudoLabels(base, layout(base)).stream())
        .allSatisfy(labels -> assertThat(labels.teacherEndpoints()).isEmpty());
  }

  @Test
  void everyStepTrainsTheClassesSeenSoFar() {
    for (Step step : trained()) {
      HeadLayout layout = method().headLayout(trained(), step);
      assertThat(layout.classes()).isEqualTo(step.seenClasses().size());
      assertThat(layout.newClasses()).isEqualTo(step.newClasses().size());
    }
  }

  @Test
  void noParameterIsInTwoGroupsAndAllAreTrainable() {
    for (Step step : trained()) {
      SegmentationGraph graph = graph(step, new Parameters(1));
      List<String> unfrozen = method().unfrozen(step, ResNet.tiny(), graph.trainable());
      List<ParameterGroup> groups = method().parameterGroups(step, graph.layout(), unfrozen, 1e-4);
      List<String> members = groups.stream().flatMap(group -> group.parameters().stream()).toList();
      assertThat(members).doesNotHaveDuplicates().isNotEmpty();
      assertThat(graph.trainable()).containsAll(members);
      assertThat(groups)
          .allSatisfy(group -> assertThat(group.rateFactor()).isPositive())
          .allSatisfy(group -> assertThat(group.weightDecay()).isNotNegative());
      assertThat(groups).extracting(ParameterGroup::name).doesNotHaveDuplicates();
    }
  }

  @Test
  void everyStepHasAnObjectiveWhoseTeacherIsTheStepBefore() {
    Parameters parameters = new Parameters(1);
    for (Step step : trained()) {
      SegmentationGraph graph = graph(step, parameters);
      Objective objective = Objective.of(graph, method().lossTerms(step));
      if (!objective.teacherEndpoints().isEmpty()) {
        SegmentationGraph before = graph(trained().get(step.index() - 1), parameters);
        assertThat(objective.teacherEndpoints())
            .allSatisfy(endpoint -> assertThat(before.endpoint(endpoint)).isNotNull());
      }
    }
  }

  @Test
  void newClassifiersAreInitialisedAloneAndAlikeEveryTime() {
    for (Step step : trained().steps().subList(1, trained().stepCount())) {
      Parameters first = initialised(step);
      Parameters second = initialised(step);
      Parameters before = new Parameters(1);
      graph(step, before);
      String newest = HeadLayout.classifierName(step.index()) + ".";
      before
          .arrays()
          .forEach(
              (name, array) -> {
                assertThat(first.get(name)).as(name).isEqualTo(second.get(name));
                if (name.equals("cls.1.bias") && layout(step).background()) {
                  assertThat(withoutFirst(first.get(name))).isEqualTo(withoutFirst(array));
                } else if (!name.startsWith(newest)) {
                  assertThat(first.get(name)).as(name).isEqualTo(array);
                }
              });
    }
  }

  /** The background's, which may make room. */
  private static INDArray withoutFirst(INDArray bias) {
    return bias.get(NDArrayIndex.interval(1, bias.length()));
  }

  private Parameters initialised(Step step) {
    Parameters parameters = new Parameters(1);
    SegmentationGraph graph = graph(step, parameters);
    method().initializeNewClassifiers(parameters, graph.layout());
    return parameters;
  }

  @Test
  void hyperParametersSurviveText() {
    Map<String, String> settings = new LinkedHashMap<>();
    Methods.hyperParameters(method())
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    assertThat(settings).isNotEmpty();
    assertThat(Methods.with(method(), settings)).isEqualTo(method());
    assertThat(Methods.with(method(), Map.of())).isEqualTo(method()).hasSameHashCodeAs(method());
  }

  @Test
  void decisionsAreLabelsOfBackgroundOrAClass() {
    Random random = new Random(3);
    List<Integer> met = new ArrayList<>();
    for (int classes : new int[] {1, 4}) {
      int outputs = classes + layout(trained().get(0)).notClasses();
      float[] values = new float[2 * outputs * 5 * 7];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (5 * random.nextGaussian());
      }
      INDArray logits = Nd4j.createFromArray(values).reshape(2, outputs, 5, 7);
      int[] labels = method().decision().labels(logits);
      assertThat(labels).hasSize(2 * 5 * 7);
      for (int label : labels) {
        assertThat(label).isBetween(0, classes);
        met.add(label);
      }
      assertThat(method().decision().sure(0.999f).labels(logits))
          .satisfies(sure -> assertSurer(sure, labels, logits));
    }
    assertThat(new HashSet<>(met)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  /** Labels that are sure are the same, and the others are background. */
  private void assertSurer(int[] sure, int[] labels, INDArray logits) {
    Map<Integer, float[]> probabilities = new HashMap<>();
    for (int i = 0; i < sure.length; i++) {
      if (labels[i] > 0) {
        float probability =
            probabilities
                .computeIfAbsent(
                    labels[i], label -> method().decision().probabilities(logits, label))[i];
        assertThat(sure[i]).isEqualTo(probability >= 0.999f ? labels[i] : 0);
      }
    }
  }

  private Scenario trained() {
    return method().trained(SCENARIO);
  }

  private SegmentationGraph graph(Step step, Parameters parameters) {
    Method method = method();
    return SegmentationGraph.build(
        NETWORK,
        layout(step),
        method.mode(step),
        method.signRule(),
        parameters,
        Set.copyOf(Endpoint.STAGES),
        Backend.CPU.ops());
  }

  private HeadLayout layout(Step step) {
    return method().headLayout(trained(), step);
  }
}
