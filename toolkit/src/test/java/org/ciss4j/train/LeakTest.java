// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.GradientLearner;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.method.Dkd;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.NDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What goes wrong frees its native memory at once. The garbage collector would do so some day, but
 * it sees a few bytes where there are mebibytes.
 */
class LeakTest {
  /** Seven million parameters. */
  private static final Network WIDE =
      new Network(new ResNet("wide", false, List.of(1, 1, 1, 1), 64, 32), 16);

  private static final Dkd METHOD = Dkd.voc();
  private static final Step LATER = SmallRun.SCENARIO.get(1);
  private static final int TIMES = 25;

  @Test
  void aStepThatCannotBeBuiltFreesItsTeacher() {
    StepContext context = context(SmallRun.NETWORK, look -> {});
    GradientLearner.Plan plan = plan(context, Optional.empty(), (parameters, layout) -> fail());
    requireTeacherFreed(context, plan);
  }

  @Test
  void aStepThatIsStoppedBeforeItBeginsFreesItsTeacher() {
    StepContext context = context(SmallRun.NETWORK, look -> fail());
    GradientLearner.Plan plan =
        plan(context, Optional.of(new Faulty(false)), METHOD::initializeNewClassifiers);
    requireTeacherFreed(context, plan);
  }

  /** A teacher is made of the first copies of the parameters; graphs make others. */
  private static void requireTeacherFreed(StepContext context, GradientLearner.Plan plan) {
    List<INDArray> copies = new ArrayList<>();
    Map<String, INDArray> watched = new LinkedHashMap<>();
    context
        .parameters()
        .arrays()
        .forEach((name, array) -> watched.put(name, new Watched(array, copies)));
    StepContext ofWatched = with(context, new Parameters(watched, 3));
    assertThatThrownBy(() -> GradientLearner.of(ofWatched, plan)).hasMessage("a fault");
    assertThat(copies).hasSizeGreaterThanOrEqualTo(watched.size());
    for (int i = 0; i < watched.size(); i++) {
      assertThat(copies.get(i).wasClosed()).as("copy %d", i).isTrue();
    }
  }

  /** An array that notes its copies. */
  @SuppressWarnings("overrides") // of its parents with and without varargs
  private static final class Watched extends NDArray {
    private static final long serialVersionUID = 1L;

    private final transient List<INDArray> copies;

    Watched(INDArray array, List<INDArray> copies) {
      super(array.data(), array.shape(), array.stride(), 0, array.ordering(), array.dataType());
      this.copies = copies;
    }

    @Override
    public INDArray dup(char order) {
      INDArray copy = super.dup(order);
      copies.add(copy);
      return copy;
    }
  }

  @Test
  void aLossThatIsNoNumberFreesItsGradients() {
    StepContext context = context(WIDE, look -> {});
    GradientLearner.Plan plan = plan(context, Optional.empty(), METHOD::initializeNewClassifiers);
    try (StepLearner learner = GradientLearner.of(context, plan);
        Batch batch = batch(32)) {
      context.parameters().get(HeadLayout.classifierName(0) + ".bias").assign(Float.NaN);
      requireFlat(context.parameters(), () -> learner.learn(batch, 0));
    }
  }

  /** Memory that was given back serves the next batch, so that its address is the same. */
  @Test
  void whatTheTeacherSaidIsGivenBackIfLabelsCannotBeCompleted() {
    Faulty faulty = new Faulty(false);
    StepContext context = context(SmallRun.NETWORK, look -> {});
    GradientLearner.Plan plan =
        plan(context, Optional.of(faulty), METHOD::initializeNewClassifiers);
    try (StepLearner learner = GradientLearner.of(context, plan);
        Batch batch = batch(64)) {
      for (int i = 0; i < TIMES; i++) {
        assertThatThrownBy(() -> learner.learn(batch, 0)).hasMessage("a fault");
      }
    }
    assertThat(faulty.addresses).hasSizeLessThan(TIMES / 2);
  }

  @Test
  void whatTheTeacherSaidIsGivenBackIfGatheringFails() {
    Faulty faulty = new Faulty(true);
    StepContext context =
        context(
            SmallRun.NETWORK,
            look -> {
              try (Batch batch = batch(64)) {
                look.accept(batch);
              }
            });
    GradientLearner.Plan plan =
        plan(context, Optional.of(faulty), METHOD::initializeNewClassifiers);
    for (int i = 0; i < TIMES; i++) {
      assertThatThrownBy(() -> GradientLearner.of(context, plan)).hasMessage("a fault");
    }
    assertThat(faulty.addresses).hasSizeLessThan(TIMES / 2);
  }

  /** Less than half of what would be left behind; the Java heap counts, too. */
  private static void requireFlat(Parameters parameters, ThrowingCallable faulty) {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(faulty);
    }
    long before = Pointer.physicalBytes();
    for (int i = 0; i < TIMES; i++) {
      assertThatThrownBy(faulty);
    }
    long left = TIMES * parameters.count() * Float.BYTES;
    assertThat(Pointer.physicalBytes() - before).isLessThan(left / 2);
  }

  private static GradientLearner.Plan plan(
      StepContext context,
      Optional<PseudoLabels> labels,
      BiConsumer<Parameters, HeadLayout> start) {
    GradientLearner.Plan plan = METHOD.plan(context);
    return new GradientLearner.Plan(
        plan.terms(),
        plan.watched(),
        labels,
        plan.signRule(),
        start,
        plan.groups(),
        plan.weights());
  }

  private static void fail() {
    throw new IllegalStateException("a fault");
  }

  /** A later step. */
  private static StepContext context(Network network, Consumer<Consumer<Batch>> pass) {
    Parameters parameters = new Parameters(3);
    Step base = SmallRun.SCENARIO.get(0);
    SegmentationGraph.build(
            network, METHOD.headLayout(SmallRun.SCENARIO, base), METHOD.mode(base), parameters)
        .close();
    StepContext of = SmallRun.context(METHOD, LATER, parameters, 3);
    return with(of, network, parameters, new Data(of.data(), pass));
  }

  private static StepContext with(StepContext of, Parameters parameters) {
    return with(of, of.network(), parameters, of.data());
  }

  private static StepContext with(
      StepContext of, Network network, Parameters parameters, StepData data) {
    return new StepContext(
        of.scenario(),
        of.step(),
        network,
        of.layout(),
        of.before(),
        of.mode(),
        parameters,
        Map.of(),
        of.training(),
        data,
        of.seeds());
  }

  private record Data(StepData other, Consumer<Consumer<Batch>> shown) implements StepData {
    @Override
    public int batchesPerEpoch() {
      return other.batchesPerEpoch();
    }

    @Override
    public int batchesOfAllImages() {
      return other.batchesOfAllImages();
    }

    @Override
    public boolean labelsOldClasses() {
      return other.labelsOldClasses();
    }

    @Override
    public void pass(String purpose, Consumer<Batch> look) {
      shown.accept(look);
    }
  }

  private static Batch batch(int size) {
    return new Batch(
        Nd4j.zeros(DataType.FLOAT, 2, 3, size, size),
        Nd4j.zeros(DataType.INT32, 2, size, size),
        List.of("a", "b"),
        0);
  }

  /** Fails when it is asked, and knows where that was what the teacher had said. */
  private static final class Faulty implements PseudoLabels {
    private final boolean gathers;
    private final Set<Long> addresses = new TreeSet<>();

    Faulty(boolean gathers) {
      this.gathers = gathers;
    }

    @Override
    public Set<Endpoint> teacherEndpoints() {
      return Set.of(Endpoint.CLASS_LOGITS);
    }

    @Override
    public boolean gathers() {
      return true;
    }

    @Override
    public void gather(INDArray label, Map<Endpoint, INDArray> teacher) {
      if (gathers) {
        noteAndFail(teacher);
      }
    }

    @Override
    public Completed complete(Batch batch, Map<Endpoint, INDArray> teacher) {
      noteAndFail(teacher);
      return Completed.of(batch.label().shape(), Completed.numbers(batch.label()));
    }

    private void noteAndFail(Map<Endpoint, INDArray> teacher) {
      teacher.values().forEach(array -> addresses.add(array.data().address()));
      fail();
    }
  }
}
