// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.model.Parameters;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SgdTest {
  @Test
  void equalsTheOfficialOptimizer() {
    for (Golden golden : Golden.cases("sgd_nesterov")) {
      INDArray start = array(golden, "params_init");
      INDArray gradients = array(golden, "grads");
      INDArray after = array(golden, "params_after");
      int groupCount = (int) start.size(0);
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      List<ParameterGroup> groups = new ArrayList<>();
      for (int i = 0; i < groupCount; i++) {
        arrays.put("p" + i, start.slice(i).dup('c'));
        double factor = golden.meta().get("lr_factor").get(i).asDouble();
        double decay = golden.meta().get("weight_decay").get(i).asDouble();
        groups.add(new ParameterGroup("group " + i, List.of("p" + i), factor, decay));
      }
      Sgd sgd =
          new Sgd(
              new Parameters(arrays, 1), groups, golden.number("momentum"), Backend.ofMachine());
      int iterations = golden.integer("max_iters");
      LearningRate rate =
          new LearningRate(golden.number("base_lr"), iterations, golden.number("power"), 0);
      for (int k = 0; k < iterations; k++) {
        Map<String, INDArray> byName = new HashMap<>();
        for (int i = 0; i < groupCount; i++) {
          byName.put("p" + i, at(gradients, k, i));
        }
        sgd.update(byName, rate.at(k));
        for (int i = 0; i < groupCount; i++) {
          double difference =
              at(after, k, i)
                  .sub(new Parameters(arrays, 1).get("p" + i))
                  .amaxNumber()
                  .doubleValue();
          assertThat(difference).as("%s iteration %d group %d", golden, k, i).isLessThan(5e-6);
        }
      }
    }
  }

  private static INDArray at(INDArray array, int iteration, int group) {
    return array.get(NDArrayIndex.point(iteration), NDArrayIndex.point(group));
  }

  private static INDArray array(Golden golden, String name) {
    return Nd4j.createFromArray(golden.floats(name)).reshape(golden.shape(name));
  }
}
