// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArrayPoolTest {
  private final ArrayPool pool = new ArrayPool();

  @Test
  void releasedMemoryComesBackAsANewArray() {
    for (long[] shape : new long[][] {{2, 3}, {1}, {}}) {
      INDArray first = pool.allocate(true, DataType.FLOAT, shape);
      pool.release(first);
      INDArray second = pool.allocate(true, DataType.FLOAT, shape);
      assertThat(second.data()).isSameAs(first.data());
      assertThat(second.shape()).isEqualTo(shape);
      assertThat(second.getId()).isNotEqualTo(first.getId());
      assertThat(pool.allocate(true, DataType.FLOAT, shape).data()).isNotSameAs(first.data());
    }
  }

  @Test
  void lengthAndTypeMustFit() {
    INDArray array = pool.allocate(false, DataType.FLOAT, 20, 30);
    pool.release(array);
    assertThat(pool.allocate(false, DataType.FLOAT, 601).data()).isNotSameAs(array.data());
    assertThat(pool.allocate(false, DataType.FLOAT, 400).data()).isNotSameAs(array.data());
    assertThat(pool.allocate(false, DataType.INT32, 20, 30).data()).isNotSameAs(array.data());
    assertThat(pool.allocate(false, DataType.FLOAT, 30, 20).data()).isSameAs(array.data());
  }

  @Test
  void onlyArraysThatStayInsideMayBeShorterThanTheirMemory() {
    INDArray array = pool.allocate(false, DataType.FLOAT, 600);
    pool.release(array);
    assertThat(pool.allocate(true, DataType.FLOAT, 599).data()).isNotSameAs(array.data());
    assertThat(pool.allocate(false, DataType.FLOAT, 599).data()).isSameAs(array.data());
  }

  @Test
  void viewsAndTheirOwnersAreNotUsedAgain() {
    INDArray owner = Nd4j.ones(4, 4);
    INDArray view = owner.get(NDArrayIndex.interval(0, 2), NDArrayIndex.all());
    pool.release(view);
    assertThat(pool.allocate(false, DataType.FLOAT, 2, 4)).isNotSameAs(view);
    assertThat(owner.sumNumber().intValue()).isEqualTo(16);
  }

  @Test
  void closingFreesWhatNobodyUses() {
    INDArray released = pool.allocate(false, DataType.FLOAT, 5);
    INDArray used = pool.allocate(false, DataType.FLOAT, 5);
    pool.release(released);
    pool.close();
    assertThat(released.wasClosed()).isTrue();
    assertThat(used.wasClosed()).isFalse();
    assertThat(pool.allocate(false, DataType.FLOAT, 5).wasClosed()).isFalse();
  }

  @Test
  void whatTheLastRunsDidNotNeedIsFreed() {
    pool.beginRun();
    INDArray large = pool.allocate(false, DataType.FLOAT, 1000);
    pool.release(large);
    pool.endRun();
    for (int i = 0; i < 20; i++) {
      assertThat(large.data().wasClosed()).isEqualTo(i >= 16);
      pool.beginRun();
      pool.release(pool.allocate(false, DataType.FLOAT, 100));
      pool.endRun();
    }
  }
}
