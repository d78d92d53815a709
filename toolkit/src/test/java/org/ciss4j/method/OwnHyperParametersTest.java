// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.EntropyRule;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.MethodConfigs;
import org.junit.jupiter.api.Test;

/** What somebody's own method is made of is stored as it is, or not at all. */
class OwnHyperParametersTest {
  /** What all have in common. */
  private interface Own extends Method {
    @Override
    default String name() {
      return "own";
    }

    @Override
    default List<LossTerm> lossTerms(Step step) {
      return FineTuning.standard().lossTerms(step);
    }

    @Override
    default Decision decision() {
      return new SigmoidDecision(0.5);
    }
  }

  private record Inner(double weight, List<String> layers) {}

  private record Rich(
      List<Double> weights,
      Map<String, Integer> counts,
      Inner inner,
      List<Inner> inners,
      EntropyRule rule,
      String text,
      boolean flag,
      char letter,
      float single,
      long large,
      Set<String> names)
      implements Own {}

  private record Nothing() implements Own {}

  record WithGetter(double weight) implements Own {
    public boolean isStrong() {
      return weight > 1;
    }
  }

  private record WithArray(double[] weights) implements Own {}

  private record WithFunction(DoubleSupplier weight) implements Own {}

  private record WithObject(Object anything) implements Own {}

  private record WithOptional(Optional<Double> weight) implements Own {}

  private record WithDecision(Decision inner) implements Own {}

  private static Rich rich(List<Double> weights, String layer, String text) {
    return new Rich(
        weights,
        Map.of("b", 2, "a", 1),
        new Inner(0.1, List.of(layer)),
        List.of(new Inner(1, List.of())),
        EntropyRule.FAITHFUL,
        text,
        true,
        'x',
        0.1f,
        Long.MAX_VALUE,
        new LinkedHashSet<>(List.of("q", "p")));
  }

  @Test
  void listsRecordsAndTextsAreStoredFaithfully() {
    Rich method = rich(List.of(1.0, 2.5), "aspp", "");
    assertThat(MethodConfigs.of(method).hyperParameters())
        .containsEntry("weights", "[1.0,2.5]")
        .containsEntry("counts", "{\"a\":1,\"b\":2}")
        .containsEntry("inner", "{\"weight\":0.1,\"layers\":[\"aspp\"]}")
        .containsEntry("inners", "[{\"weight\":1.0,\"layers\":[]}]")
        .containsEntry("rule", "FAITHFUL")
        .containsEntry("text", "")
        .containsEntry("flag", "true")
        .containsEntry("letter", "x")
        .containsEntry("single", "0.1")
        .containsEntry("large", "9223372036854775807")
        .containsEntry("names", "[\"p\",\"q\"]");
    MethodConfigs.require(rich(List.of(1.0, 2.5), "aspp", ""), MethodConfigs.of(method));
    for (Rich other :
        List.of(
            rich(List.of(1.0, 2.6), "aspp", ""),
            rich(List.of(), "aspp", ""),
            rich(List.of(1.0, 2.5), "cls", ""),
            rich(List.of(1.0, 2.5), "aspp", " "))) {
      assertThatThrownBy(() -> MethodConfigs.require(other, MethodConfigs.of(method)))
          .isInstanceOf(CissException.class)
          .hasMessageContaining("expected the method that the run was trained with, own {");
    }
  }

  @Test
  void aMethodMayHaveNoneAndGetters() {
    assertThat(MethodConfigs.of(new Nothing()).hyperParameters()).isEmpty();
    assertThat(MethodConfigs.of(new WithGetter(2)).hyperParameters())
        .containsEntry("weight", "2.0");
  }

  @Test
  void whatWouldNotBeKnownAgainIsRefused() {
    for (Method method :
        List.of(
            new WithArray(new double[] {1}),
            new WithFunction(() -> 1),
            new WithObject(new Object()),
            new WithDecision(new SigmoidDecision(0.5)),
            new WithOptional(Optional.of(1.0)))) {
      assertThatThrownBy(() -> MethodConfigs.of(method))
          .isInstanceOfSatisfying(
              CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.USAGE))
          .hasMessageStartingWith("the hyper-parameters of method own cannot be stored");
    }
  }
}
