// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.cpu.SmallNetwork;
import org.ciss4j.graph.cpu.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole graphs of own ops: files, memory, threads, repeatability. */
class GraphsTest {
  private static final int SIZE = 32;

  private static void assertSame(Graphs.Result actual, Graphs.Result expected) {
    assertThat(expected.gradients().keySet()).containsAll(SmallNetwork.VARIABLES);
    assertSame(actual.outputs().arrays(), expected.outputs().arrays());
    assertSame(actual.gradients(), expected.gradients());
  }

  /** Equal to the last bit. */
  private static void assertSame(Map<String, INDArray> actual, Map<String, INDArray> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, array) ->
            assertThat(Tensor.of(actual.get(name)).values())
                .as(name)
                .isEqualTo(Tensor.of(array).values()));
  }

  @Test
  void aLoadedGraphGivesTheSameOutputsAndGradients(@TempDir Path folder) {
    Map<String, INDArray> batch = SmallNetwork.batch(1, SIZE);
    SameDiff graph = SmallNetwork.build(1);
    File file = folder.resolve("graph.fb").toFile();
    graph.save(file, false);
    SameDiff loaded = SameDiff.load(file, false);
    assertSame(
        Graphs.run(loaded, batch, SmallNetwork.OUTPUTS).arrays(),
        Graphs.run(graph, batch, SmallNetwork.OUTPUTS).arrays());
    Graphs.differentiate(graph, graph.getVariable(SmallNetwork.LOSS));
    Graphs.differentiate(loaded, loaded.getVariable(SmallNetwork.LOSS));
    assertSame(SmallNetwork.run(loaded, batch), SmallNetwork.run(graph, batch));
  }

  @Test
  void aDifferentiatedGraphCanBeSavedToo(@TempDir Path folder) {
    Map<String, INDArray> batch = SmallNetwork.batch(1, SIZE);
    SameDiff graph = SmallNetwork.differentiated(1);
    File file = folder.resolve("graph.fb").toFile();
    Graphs.Result expected = SmallNetwork.run(graph, batch);
    graph.save(file, false);
    SameDiff loaded = SameDiff.load(file, false);
    Graphs.differentiate(loaded, loaded.getVariable(SmallNetwork.LOSS));
    assertSame(SmallNetwork.run(loaded, batch), expected);
  }

  @Test
  void forwardAndBackwardGraphAgree() {
    Map<String, INDArray> batch = SmallNetwork.batch(1, SIZE);
    SameDiff graph = SmallNetwork.differentiated(1);
    assertSame(
        SmallNetwork.run(graph, batch).outputs().arrays(),
        Graphs.run(graph, batch, SmallNetwork.OUTPUTS).arrays());
  }

  @Test
  void newWeightsAreSeen() {
    Map<String, INDArray> batch = SmallNetwork.batch(1, SIZE);
    SameDiff graph = SmallNetwork.differentiated(1);
    SmallNetwork.run(graph, batch).close();
    SameDiff other = SmallNetwork.differentiated(2);
    for (String name : SmallNetwork.VARIABLES) {
      graph.getVariable(name).getArr().assign(other.getVariable(name).getArr());
    }
    assertSame(SmallNetwork.run(graph, batch), SmallNetwork.run(other, batch));
  }

  @Test
  void runsAreRepeatableToTheLastBit() {
    Map<String, INDArray> batch = SmallNetwork.batch(1, SIZE);
    SameDiff graph = SmallNetwork.differentiated(1);
    Graphs.Result first = SmallNetwork.run(graph, batch);
    for (int i = 0; i < 5; i++) {
      assertSame(SmallNetwork.run(graph, batch), first);
    }
    assertSame(SmallNetwork.run(SmallNetwork.differentiated(1), batch), first);
  }

  @Test
  void returnedArraysStayValid() {
    SameDiff graph = SmallNetwork.differentiated(1);
    Graphs.Result first = SmallNetwork.run(graph, SmallNetwork.batch(1, SIZE));
    Graphs.Result copy = copy(first);
    for (int i = 2; i < 8; i++) {
      SmallNetwork.run(graph, SmallNetwork.batch(i, SIZE));
    }
    assertSame(first, copy);
  }

  private static Graphs.Result copy(Graphs.Result result) {
    Map<String, INDArray> outputs = new HashMap<>(result.outputs().arrays());
    Map<String, INDArray> gradients = new HashMap<>(result.gradients());
    outputs.replaceAll((name, array) -> array.dup());
    gradients.replaceAll((name, array) -> array.dup());
    return new Graphs.Result(new Graphs.Values(outputs), new Graphs.Values(gradients));
  }

  @Test
  void closingAResultLeavesTheGraphAlone() {
    Map<String, INDArray> batch = SmallNetwork.batch(1, SIZE);
    SameDiff graph = SmallNetwork.differentiated(1);
    Graphs.Result expected = SmallNetwork.run(graph, batch);
    List<String> all = List.of(SmallNetwork.LOSS, SmallNetwork.LOGITS, "image", "stem");
    Graphs.Result result = Graphs.runWithGradients(graph, batch, all, all);
    result.close();
    result.close(); // whose memory must not come into the pool twice
    Graphs.run(graph, batch, all).close();
    assertSame(SmallNetwork.run(graph, batch), expected);
  }

  @Test
  void batchesOfDifferentSizesAlternate() {
    SameDiff graph = SmallNetwork.differentiated(1);
    for (int size : new int[] {32, 40, 33, 32, 40}) {
      Map<String, INDArray> batch = SmallNetwork.batch(size, size);
      assertSame(
          SmallNetwork.run(graph, batch), SmallNetwork.run(SmallNetwork.differentiated(1), batch));
    }
  }

  @Test
  void memoryDoesNotGrowFromRunToRun() throws InterruptedException {
    SameDiff graph = SmallNetwork.differentiated(1);
    Map<String, INDArray> batch = SmallNetwork.batch(1, 2 * SIZE);
    repeat(graph, batch, 50);
    long heap = usedHeap();
    long counted = Pointer.totalBytes();
    long physical = Pointer.physicalBytes();
    repeat(graph, batch, 200);
    assertThat(usedHeap() - heap).as("Java heap").isLessThan(1L << 20);
    assertThat(Pointer.totalBytes() - counted).as("JavaCPP memory").isLessThan(100_000);
    // The arrays of 200 runs together are some 200 MB; parts of the Java heap are first touched
    // here.
    assertThat(Pointer.physicalBytes() - physical).as("process").isLessThan(100L << 20);
  }

  private static void repeat(SameDiff graph, Map<String, INDArray> batch, int times) {
    for (int i = 0; i < times; i++) {
      SmallNetwork.run(graph, batch).close();
    }
  }

  private static long usedHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void standardOutputStaysClean() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      SameDiff graph = SmallNetwork.build(1);
      Future<?> differentiated =
          other.submit(() -> Graphs.differentiate(graph, graph.getVariable(SmallNetwork.LOSS)));
      System.out.print("mine");
      differentiated.get();
      SmallNetwork.run(graph, SmallNetwork.batch(1, SIZE)).close();
    } finally {
      other.shutdown();
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("mine");
    assertThat(System.out).isSameAs(before);
  }

  @Test
  void twoGraphsRunAlternately() {
    SameDiff one = SmallNetwork.differentiated(1);
    SameDiff two = SmallNetwork.differentiated(2);
    Map<String, INDArray> batch = SmallNetwork.batch(1, SIZE);
    Graphs.Result ofOne = SmallNetwork.run(one, batch);
    Graphs.Result ofTwo = SmallNetwork.run(two, batch);
    for (int i = 0; i < 3; i++) {
      assertSame(SmallNetwork.run(one, batch), ofOne);
      assertSame(SmallNetwork.run(two, batch), ofTwo);
    }
  }

  @Test
  void twoThreadsRunDifferentGraphsAtOnce() throws Exception {
    CountDownLatch start = new CountDownLatch(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> one = threads.submit(() -> runAgainAndAgain(1, SIZE, start));
      Future<?> two = threads.submit(() -> runAgainAndAgain(2, SIZE, start));
      one.get();
      two.get();
    } finally {
      threads.shutdown();
    }
  }

  private static Void runAgainAndAgain(long seed, int size, CountDownLatch start)
      throws InterruptedException {
    Map<String, INDArray> batch = SmallNetwork.batch(seed, size);
    Graphs.Result expected = SmallNetwork.run(SmallNetwork.differentiated(seed), batch);
    SameDiff graph = SmallNetwork.differentiated(seed);
    start.countDown();
    start.await();
    for (int i = 0; i < 15; i++) {
      try (Graphs.Result result = SmallNetwork.run(graph, batch)) {
        assertSame(result, expected);
      }
    }
    return null;
  }

  @Test
  void variablesTheLossDoesNotDependOnHaveNoGradient() {
    SameDiff graph = Graphs.create();
    SDVariable used = graph.var("used", Nd4j.createFromArray(1f, 2f));
    graph.var("unused", Nd4j.createFromArray(3f));
    Graphs.differentiate(graph, used.mul(2).sum());
    Map<String, INDArray> gradients =
        Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("used", "unused")).gradients();
    assertThat(gradients).containsOnlyKeys("used");
  }

  @Test
  void aGraphCanBeDifferentiatedAgainByAnotherLoss() {
    SameDiff graph = Graphs.create();
    SDVariable x = graph.var("x", Nd4j.createFromArray(1f, 2f));
    SDVariable first = Backend.CPU.ops().addRelu(x, x).sum();
    SDVariable second = Backend.CPU.ops().addRelu(x, x).mul(5).sum();
    Graphs.differentiate(graph, first);
    assertThat(gradient(graph, "x")).containsExactly(2, 2);
    Graphs.differentiate(graph, second);
    assertThat(gradient(graph, "x")).containsExactly(10, 10);
  }

  private static double[] gradient(SameDiff graph, String name) {
    return Tensor.of(
            Graphs.runWithGradients(graph, Map.of(), List.of(), List.of(name))
                .gradients()
                .get(name))
        .values();
  }

  @Test
  void runningWithGradientsNeedsThem() {
    SameDiff graph = SmallNetwork.build(1);
    assertThatThrownBy(() -> SmallNetwork.run(graph, Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Graphs.differentiate");
  }

  @Test
  void unknownVariablesAreNamed() {
    SameDiff graph = SmallNetwork.differentiated(1);
    assertThatThrownBy(() -> Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("stemm")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no variable 'stemm'");
  }
}
