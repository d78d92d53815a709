// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.option.ConvOptions;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Small calls are done by one thread, large ones by all. */
class WorkTest {
  private static final int THREADS = 3;

  private record Key(long length) {}

  /** The number of threads is one of each Java thread, so a new one leaves that of others. */
  private static void onThreads(Runnable body) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Nd4j.getBackend(); // which loads what the holder holds
                NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(THREADS);
                body.run();
                done.complete(null);
              } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
              }
            });
    thread.start();
    done.join();
  }

  /** Copies so many numbers, and says with how many threads the call was compiled. */
  private static int threadsOfCopy(int length) {
    List<Integer> threads = new ArrayList<>();
    DnnCall call =
        OneDnn.call(
            new Key(length),
            Work.ofElements(length),
            () -> {
              threads.add(Platform.threads());
              memory.desc vector = OneDnn.vector(length);
              return DnnCall.reordering(vector, vector);
            });
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = i;
    }
    try (FloatPointer from = new FloatPointer(numbers);
        FloatPointer to = new FloatPointer(length)) {
      call.execute(from, to);
      float[] copied = new float[length];
      to.get(copied);
      assertThat(copied).isEqualTo(numbers);
    }
    return threads.get(0);
  }

  @Test
  void sizeDecidesHowManyThreadsShareACall() {
    onThreads(
        () -> {
          assertThat(threadsOfCopy(1000)).isEqualTo(1);
          assertThat(Platform.threads()).isEqualTo(THREADS);
          assertThat(threadsOfCopy(1_000_003)).isEqualTo(THREADS);
        });
  }

  @Test
  void workOfAConvolutionIsItsProductsAndItsMaps() {
    Convolution small =
        Convolution.of(
            Nd4j.create(2, 8, 8, 3), Nd4j.create(5, 3, 3, 3), new ConvOptions(1, 1, 1), false);
    assertThat(small.work()).isEqualTo(2 * 64 * (3 * 5 * 9 + 16 * (3 + 5)));
    assertThat(Work.isShared(small.work())).isFalse();
    Convolution large =
        Convolution.of(
            Nd4j.create(2, 64, 64, 64), Nd4j.create(64, 64, 3, 3), new ConvOptions(1, 1, 1), false);
    assertThat(Work.isShared(large.work())).isTrue();
  }

  @Test
  void aFailureLeavesTheNumberOfThreads() {
    onThreads(
        () -> {
          assertThatThrownBy(
                  () ->
                      Threads.alone(
                          () -> {
                            assertThat(Platform.threads()).isEqualTo(1);
                            throw new IllegalStateException("expected");
                          }))
              .hasMessage("expected");
          assertThat(Platform.threads()).isEqualTo(THREADS);
        });
  }

  /** Which threads a loop of ours ran on; every call must have been made once. */
  private static Set<Thread> threadsOfLoop(long work) {
    AtomicIntegerArray calls = new AtomicIntegerArray(200);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Work.share(
        calls.length(),
        work,
        i -> {
          calls.incrementAndGet(i);
          threads.add(Thread.currentThread());
          LockSupport.parkNanos(10_000); // so that others come to it, too
        });
    assertThat(calls.toString()).doesNotContain("0", "2");
    return threads;
  }

  @Test
  void loopsUseNoMoreThreadsThanOps() {
    long much = Work.ofElements(1_000_000);
    onThreads(
        () -> {
          assertThat(threadsOfLoop(much)).hasSizeLessThanOrEqualTo(THREADS);
          assertThat(threadsOfLoop(Work.ofElements(1000))).containsOnly(Thread.currentThread());
          Threads.use(1);
          assertThat(threadsOfLoop(much)).containsOnly(Thread.currentThread());
        });
  }

  @Test
  void aFailureEndsALoop() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Threads.share(
                    1_000_000,
                    i -> {
                      calls.incrementAndGet();
                      throw new IllegalStateException("expected");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected");
    assertThat(calls.get()).isLessThanOrEqualTo(Platform.threads());
  }
}
