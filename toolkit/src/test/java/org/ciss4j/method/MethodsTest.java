// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.option.SignRule;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.EntropyRule;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.method.label.SoftmaxDecision;
import org.ciss4j.result.config.MethodConfig;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;
import org.ciss4j.train.MethodConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodsTest {
  private static final Step BASE = new Step(0, List.of(), List.of(1, 2), List.of(3));
  private static final Step LATER = new Step(1, List.of(1, 2), List.of(3), List.of());

  @Test
  void catalogue() {
    assertThat(Methods.names()).startsWith("dkd", "fine-tuning", "joint").doesNotHaveDuplicates();
    assertThat(Methods.named("dkd")).isEqualTo(Dkd.voc());
    assertUsage(
        () -> Methods.named("mob"),
        "there is no method 'mob'; use one of " + String.join(", ", Methods.names()));
  }

  @Test
  void settingsChangeWhatTheyNameAndNothingElse() {
    Method changed =
        Methods.with(Dkd.voc(), Map.of("kd", "2.5", "tau", " 0.7", "signRule", "WEIGHT"));
    assertThat(changed).isEqualTo(new Dkd(2, 1, 2.5, 5, 5, 1, 0.7, SignRule.WEIGHT));
    assertThat(Methods.with(Dkd.voc(), Map.of("signRule", "weight")).signRule())
        .isEqualTo(SignRule.WEIGHT);
    assertThat(Methods.with(Joint.standard(), Map.of("posWeight", "1e1")))
        .isEqualTo(new Joint(10, 0.5));
    assertThat(Methods.hyperParameters(Dkd.voc()).toString())
        .isEqualTo(
            "{\"posWeight\":2.0,\"laterPosWeight\":1.0,\"kd\":5.0,\"dkdPositive\":5.0,"
                + "\"dkdNegative\":5.0,\"ac\":1.0,\"tau\":0.5,\"signRule\":\"PRODUCT\","
                + "\"closedForm\":\"NONE\"}");
  }

  /** What was stored before a method had a hyper-parameter is the same as what has it. */
  @Test
  void hyperParametersThatCameLaterAreCompleted() {
    MethodConfig now = MethodConfigs.of(Dkd.voc());
    Map<String, String> before = new TreeMap<>(now.hyperParameters());
    before.remove("closedForm");
    assertThat(new MethodConfig("dkd", before)).isEqualTo(now);
    assertThat(MethodConfig.of("dkd").hyperParameters()).isEmpty();
  }

  @Test
  void anUnknownSettingIsToldWhatThereIs() {
    assertUsage(
        () -> Methods.with(Dkd.voc(), Map.of("alpha", "5")),
        "method dkd has no setting 'alpha'; it has ac, closedForm, dkdNegative, dkdPositive, kd,"
            + " laterPosWeight, posWeight, signRule, tau");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "kd, abc, \"expected a number for kd, got 'abc'\"",
        "kd, \"\", \"expected a number for kd, got ''\"",
        "kd, -1, \"expected kd of at least 0, got -1.0\"",
        "ac, NaN, \"expected ac of at least 0, got NaN\"",
        "dkdPositive, -0.1, \"expected dkdPositive of at least 0, got -0.1\"",
        "dkdNegative, Infinity, \"expected dkdNegative of at least 0, got Infinity\"",
        "posWeight, 0, \"expected a positive posWeight, got 0.0\"",
        "laterPosWeight, -2, \"expected a positive laterPosWeight, got -2.0\"",
        "tau, 0, \"expected tau between 0 and 1, got 0.0\"",
        "tau, 1.5, \"expected tau between 0 and 1, got 1.5\"",
        "signRule, feature, \"expected one of [PRODUCT, WEIGHT] for signRule, got 'feature'\"",
        "signRule, 1, \"expected one of [PRODUCT, WEIGHT] for signRule, got '1'\"",
        "signRule, \"\", \"expected one of [PRODUCT, WEIGHT] for signRule, got ''\""
      })
  void aBadValueIsNamed(String name, String value, String reason) {
    assertUsage(
        () -> Methods.with(Dkd.voc(), Map.of(name, value)),
        "method dkd cannot take {" + name + "=" + value + "}: " + reason);
  }

  @Test
  void everyMethodChecksItsNumbers() {
    assertUsage(() -> new FineTuning(1, 0, 0.5), "expected a positive laterPosWeight, got 0.0");
    assertUsage(() -> new FineTuning(1, 1, 1), "expected tau between 0 and 1, got 1.0");
    assertUsage(() -> new Joint(-1, 0.5), "expected a positive posWeight, got -1.0");
    assertUsage(() -> new Joint(1, 0), "expected tau between 0 and 1, got 0.0");
    assertUsage(
        () -> new SigmoidDecision(Double.NaN),
        "expected the threshold tau between 0 and 1, got NaN");
  }

  @Test
  void theRowsOfTheAblation() {
    assertThat(names(Dkd.voc(), BASE)).containsExactly("mbce", "ac");
    assertThat(names(Dkd.voc(), LATER)).containsExactly("mbce", "kd", "dkd_pos", "dkd_neg", "ac");
    assertThat(names(Dkd.voc().withoutDkd(), LATER)).containsExactly("mbce", "kd", "ac");
    assertThat(names(Dkd.voc().withoutInit(), LATER))
        .containsExactly("mbce", "kd", "dkd_pos", "dkd_neg");
    assertThat(names(Dkd.voc().withoutDkd().withoutInit(), LATER)).containsExactly("mbce", "kd");
    assertThat(names(Dkd.voc().withoutInit(), BASE)).containsExactly("mbce");
    assertThat(Dkd.voc().withoutDkd().withoutInit())
        .isEqualTo(Dkd.voc().withoutInit().withoutDkd())
        .isNotEqualTo(Dkd.voc());
    assertThat(Dkd.voc().lossTerms(LATER))
        .extracting(LossTerm::weight)
        .containsExactly(1.0, 5.0, 5.0, 5.0, 1.0);
  }

  @Test
  void withoutInitNewClassifiersStayRandom() {
    Parameters parameters = new Parameters(1);
    HeadLayout layout = new HeadLayout(List.of(2, 2));
    Network network = new Network(new ResNet("small", false, List.of(1, 1, 1, 1), 2, 16), 4);
    SegmentationGraph.build(network, layout, Mode.LATER_STEP, parameters);
    Parameters before = parameters.copy(0);
    Dkd.voc().withoutInit().initializeNewClassifiers(parameters, layout);
    assertThat(parameters.get("cls.2.weight")).isEqualTo(before.get("cls.2.weight"));
    Dkd.voc().initializeNewClassifiers(parameters, layout);
    assertThat(parameters.get("cls.2.weight")).isNotEqualTo(before.get("cls.2.weight"));
  }

  /** Of the official code: weights decay in the base step, later only those of new classes. */
  @Test
  void groupsOfTheOfficialCode() {
    HeadLayout layout = new HeadLayout(List.of(2, 1));
    List<String> trainable =
        List.of(
            "backbone.conv1.weight",
            "aspp.convs.0.0.weight",
            "cls.0.bias",
            "cls.1.weight",
            "cls.2.weight");
    assertThat(ParameterGroup.standard(LATER, layout, trainable, 1e-4))
        .containsExactly(
            new ParameterGroup("backbone", List.of("backbone.conv1.weight"), 1, 0),
            new ParameterGroup("aspp", List.of("aspp.convs.0.0.weight"), 10, 0),
            new ParameterGroup("old classifiers", List.of("cls.0.bias", "cls.1.weight"), 10, 0),
            new ParameterGroup("new classifier", List.of("cls.2.weight"), 10, 1e-4));
    assertThat(ParameterGroup.standard(BASE, new HeadLayout(List.of(2)), trainable, 1e-4))
        .allSatisfy(group -> assertThat(group.weightDecay()).isEqualTo(1e-4));
  }

  @Test
  void theRowsOfMibsAblation() {
    assertThat(names(Mib.standard(), BASE)).containsExactly("ce");
    assertThat(names(Mib.standard(), LATER)).containsExactly("unce", "unkd");
    assertThat(Mib.standard().lossTerms(LATER))
        .extracting(LossTerm::weight)
        .containsExactly(1.0, 10.0);
    assertThat(Mib.voc15To1().unkd()).isEqualTo(100);
    Method plain = Methods.with(Mib.standard(), Map.of("unce", "false", "unkd", "0"));
    assertThat(names(plain, LATER)).containsExactly("ce");
    assertUsage(
        () -> Methods.with(Mib.standard(), Map.of("init", "perhaps")),
        "method mib cannot take {init=perhaps}: expected true or false for init, got 'perhaps'");
  }

  @Test
  void theClassicalBaselines() {
    assertThat(names(Lwf.standard(), LATER)).containsExactly("ce", "kd");
    assertThat(Lwf.standard().lossTerms(LATER).get(1).weight()).isEqualTo(100);
    assertThat(names(LwfMc.standard(), BASE)).containsExactly("bce");
    assertThat(names(LwfMc.standard(), LATER)).containsExactly("bce", "kd");
    assertThat(LwfMc.standard().lossTerms(LATER).get(1).weight()).isEqualTo(10);
    assertThat(names(LwfMc.icarl(), LATER)).containsExactly("mbce", "kd");
    assertThat(LwfMc.standard().sharesBaseStep(Lwf.standard())).isFalse();
    assertThat(LwfMc.standard().sharesBaseStep(LwfMc.icarl())).isTrue();
    assertThat(names(SoftmaxFineTuning.standard(), LATER)).containsExactly("ce");
  }

  @Test
  void frozenTrainsNothingButTheNewestClassifier() {
    List<String> trainable = List.of("backbone.a", "aspp.b", "cls.1.bias", "cls.2.bias");
    HeadLayout layout = new HeadLayout(List.of(2, 1)).withBackground();
    assertThat(Frozen.standard().parameterGroups(LATER, layout, trainable, 1e-4))
        .containsExactly(new ParameterGroup("head", List.of("cls.2.bias"), 1, 1e-4));
    assertThat(Frozen.standard().parameterGroups(BASE, layout, trainable, 1e-4)).hasSize(2);
    assertThat(Frozen.standard().mode(LATER)).isEqualTo(Mode.LATER_STEP);
  }

  @Test
  void theSchemesOfMichieliAndZanuttigh() {
    assertThat(names(Mz.outputAlone(), LATER)).containsExactly("ce", "kd_output");
    assertThat(names(Mz.encoderAlone(), LATER)).containsExactly("ce", "l2_encoder");
    assertThat(names(Mz.branchesAlone(), LATER)).containsExactly("ce", "l2_branches");
    assertThat(names(Mz.similarityAlone(), LATER)).containsExactly("ce", "spkd");
    assertThat(names(Mz.standard(), LATER)).containsExactly("ce", "kd_output", "l2_encoder");
    assertThat(Mz.standard().lossTerms(LATER))
        .extracting(LossTerm::weight)
        .containsExactly(1.0, 1.0, 50.0);
    assertUsage(
        () -> Methods.with(Mz.standard(), Map.of("freeze", "encoder")),
        "method mz cannot take {freeze=encoder}: a frozen encoder cannot be distilled; set encoder"
            + " and similarity to 0, or freeze less");
    assertThat(names(Ilt.standard(), LATER)).containsExactly("ce", "kd", "l2_encoder");
  }

  @Test
  void encodersAreFrozenAsAWholeOrAtTheirBeginning() {
    List<String> trainable =
        List.of(
            "backbone.conv1.weight",
            "backbone.layer1.0.conv1.weight",
            "backbone.layer2.0.conv1.weight",
            "aspp.project.0.weight",
            "cls.2.bias");
    Method whole = Mz.frozenEncoder();
    assertThat(whole.unfrozen(LATER, ResNet.tiny(), trainable))
        .containsExactly("aspp.project.0.weight", "cls.2.bias");
    assertThat(whole.unfrozen(BASE, ResNet.tiny(), trainable)).isEqualTo(trainable);
    Method begun = Methods.with(Mz.standard(), Map.of("freeze", "FIRST_STAGES"));
    assertThat(begun.unfrozen(LATER, ResNet.tiny(), trainable))
        .containsExactly("backbone.layer2.0.conv1.weight", "aspp.project.0.weight", "cls.2.bias");
    assertThat(begun.unfrozen(LATER, Network.named("mobilenetv2").backbone(), trainable))
        .as("names are those of the run's backbone")
        .isEqualTo(trainable);
    assertThat(
            begun.unfrozen(
                LATER,
                Network.named("mobilenetv2").backbone(),
                List.of("backbone.features.3.conv.0.0.weight", "backbone.features.4.conv.weight")))
        .containsExactly("backbone.features.4.conv.weight");
  }

  /** The weights rise with the number of outputs per new class. */
  @Test
  void thePodOfPlopFollowsItsSchedule() {
    assertThat(names(Plop.voc(), BASE)).containsExactly("ce");
    assertThat(names(Plop.voc(), LATER)).containsExactly("ce", "pod", "pod_logits");
    assertThat(Plop.voc().lossTerms(LATER))
        .extracting(LossTerm::weight)
        .containsExactly(1.0, 0.01 * 2, 0.0005 * 2);
    assertThat(Plop.ade().lossTerms(LATER).get(1).weight()).isEqualTo(0.001 * 2);
    assertThat(Plop.voc().voidPixels()).isEqualTo(VoidPixels.IGNORED);
    assertThat(Mib.standard().voidPixels()).isEqualTo(VoidPixels.BACKGROUND);
    assertThat(Methods.with(Plop.voc(), Map.of("entropy", "faithful")))
        .isEqualTo(new Plop(0.01, 0.0005, true, EntropyRule.FAITHFUL, 0.001, true, true, 1, false));
  }

  /** Over pixels of six maps, over channels of five, the last of each by another weight. */
  @Test
  void theCubesOfRcilFollowTheirSchedule() {
    assertThat(names(Rcil.voc(), BASE)).containsExactly("ce");
    assertThat(names(Rcil.voc(), LATER))
        .containsExactly(
            "unce",
            "unkd",
            "pckd_pixels",
            "pckd_pixels_logits",
            "pckd_channels",
            "pckd_channels_features");
    assertThat(Rcil.voc().lossTerms(LATER))
        .extracting(LossTerm::weight)
        .containsExactly(1.0, 100.0, 0.01 * 2, 0.0005 * 2, 0.01 * 2, 0.0005 * 2);
    assertThat(Rcil.ade().lossTerms(LATER).get(5).weight()).isEqualTo(5e-7 * 2);
    assertThat(Rcil.voc().voidPixels()).isEqualTo(VoidPixels.IGNORED);
    assertThat(Rcil.voc().sharesBaseStep(Rcil.ade())).isTrue();
    assertThat(Rcil.voc().sharesBaseStep(Mib.standard())).isFalse();
    assertThat(Mib.standard().sharesBaseStep(Rcil.voc())).isFalse();
    Method faithful = Methods.with(Rcil.voc(), Map.of("start", "faithful"));
    assertThat(faithful.sharesBaseStep(Rcil.voc())).isFalse();
  }

  /** Of MiB's code: one rate, and all weights decay in all steps. */
  @Test
  void groupsOfMib() {
    List<String> trainable = List.of("backbone.conv1.weight", "aspp.a.weight", "cls.1.weight");
    HeadLayout layout = new HeadLayout(List.of(2, 1)).withBackground();
    assertThat(Mib.standard().parameterGroups(LATER, layout, trainable, 1e-4))
        .containsExactly(
            new ParameterGroup("backbone", trainable.subList(0, 1), 1, 1e-4),
            new ParameterGroup("head", trainable.subList(1, 3), 1, 1e-4));
  }

  @Test
  void baseStepsAreSharedWhereTheyAreTheSame() {
    assertThat(Mib.standard().sharesBaseStep(SoftmaxFineTuning.standard())).isTrue();
    assertThat(Mib.standard().sharesBaseStep(new SoftmaxFineTuning(10, false))).isFalse();
    assertThat(Mib.standard().sharesBaseStep(Dkd.voc())).isFalse();
    assertThat(SoftmaxJoint.standard().sharesBaseStep(Mib.standard())).isFalse();
    assertThat(Mib.standard().sharesBaseStep(SoftmaxJoint.standard())).isFalse();
    assertThat(SoftmaxJoint.standard().sharesBaseStep(SoftmaxJoint.standard())).isTrue();
    assertThat(FineTuning.standard().sharesBaseStep(Dkd.voc())).isTrue();
    assertThat(FineTuning.standard().sharesBaseStep(Dkd.ade())).isFalse();
    Method analytic = Analytic.standard();
    assertThat(Methods.with(analytic, Map.of("confidence", "0.5")).sharesBaseStep(analytic))
        .isTrue();
    assertThat(Methods.with(analytic, Map.of("lambda", "0.5")).sharesBaseStep(analytic)).isFalse();
    assertThat(Dkd.voc().sharesBaseStep(FineTuning.standard())).isFalse();
  }

  /** Methods of somebody's own that differ from MiB in one thing of the base step each. */
  private static class Own implements SoftmaxMethod {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public double headFactor() {
      return 1;
    }

    @Override
    public boolean freezeBn() {
      return true;
    }

    @Override
    public List<LossTerm> laterTerms(Step step) {
      return baseTerms();
    }
  }

  @Test
  void whateverCountsInTheBaseStepKeepsItFromBeingShared() {
    assertShared(new Own(), true);
    assertShared(
        new Own() {
          @Override
          public List<LossTerm> baseTerms() {
            return List.of(SoftmaxTerms.crossEntropy(2));
          }
        },
        false);
    assertShared(
        new Own() {
          @Override
          public List<LossTerm> baseTerms() {
            LossTerm plain = SoftmaxTerms.crossEntropy(1);
            return List.of(
                new LossTerm(
                    plain.name(),
                    1,
                    Set.of(),
                    inputs -> plain.body().apply(inputs).mul(headFactor())));
          }
        },
        false);
    assertShared(
        new Own() {
          @Override
          public Mode mode(Step step) {
            return new Mode(true, 0.5);
          }
        },
        false);
    assertShared(
        new Own() {
          @Override
          public List<ParameterGroup> parameterGroups(
              Step step, HeadLayout layout, List<String> trainable, double weightDecay) {
            return super.parameterGroups(step, layout, trainable, 0);
          }
        },
        false);
    assertShared(
        new Own() {
          @Override
          public Decision decision() {
            return new SoftmaxDecision(0.9f);
          }
        },
        false);
  }

  private static void assertShared(Method own, boolean shared) {
    assertThat(Mib.standard().sharesBaseStep(own)).isEqualTo(shared);
    assertThat(own.sharesBaseStep(Mib.standard())).isEqualTo(shared);
  }

  private static List<String> names(Method method, Step step) {
    return method.lossTerms(step).stream().map(LossTerm::name).toList();
  }

  private static void assertUsage(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.USAGE))
        .hasMessage(message);
  }

  /** Classifiers that begin alike; one is told from the auxiliary one soon. */
  @Test
  void dkdSaysWhenSeveralClassesHaveFewIterations() {
    Step two = new Step(1, List.of(1, 2), List.of(3, 4), List.of());
    assertThat(Dkd.voc().remarks(two, 152))
        .singleElement()
        .asString()
        .startsWith(
            "2 new classes begin as one and the same auxiliary classifier; so few iterations (152)")
        .contains("--set closedForm=start");
    assertThat(Dkd.voc().remarks(two, 1000)).isEmpty();
    assertThat(Dkd.voc().remarks(LATER, 152)).isEmpty();
    assertThat(Dkd.voc().remarks(BASE, 152)).isEmpty();
    assertThat(Dkd.voc().withoutInit().remarks(two, 152)).isEmpty();
    assertThat(Dkd.voc().with(ClosedForm.START).remarks(two, 152)).isEmpty();
    assertThat(Dkd.voc().with(ClosedForm.SEVERAL).remarks(two, 5000))
        .singleElement()
        .asString()
        .startsWith("2 new classes begin by regression")
        .contains("--set closedForm=none");
  }

  @Test
  void dkdRegressesWhereSeveralClassesWouldBeginAlike() {
    Step two = new Step(1, List.of(1, 2), List.of(3, 4), List.of());
    Dkd several = Dkd.voc().with(ClosedForm.SEVERAL);
    assertThat(several.regresses(two)).isTrue();
    assertThat(several.regresses(LATER)).as("one class").isFalse();
    assertThat(several.regresses(BASE)).isFalse();
    assertThat(several.withoutInit().regresses(two)).as("they begin at random").isFalse();
    assertThat(Dkd.voc().regresses(two)).isFalse();
    assertThat(Dkd.voc().with(ClosedForm.START).withoutInit().regresses(LATER)).isTrue();
  }

  @Test
  void fewImagesWantFastHeadsAndClassifiersThatDiffer() {
    assertThat(Methods.forFewImages(Mib.standard()))
        .isEqualTo(Methods.with(Mib.standard(), Map.of("headFactor", "10")));
    assertThat(Methods.forFewImages(Dkd.voc())).isEqualTo(Dkd.voc().with(ClosedForm.SEVERAL));
    Method chosen = Methods.with(Mib.standard(), Map.of("headFactor", "3"));
    assertThat(Methods.forFewImages(chosen)).isEqualTo(chosen);
    Dkd both = Dkd.voc().with(ClosedForm.BOTH);
    assertThat(Methods.forFewImages(both)).isEqualTo(both);
  }
}
