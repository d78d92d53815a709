// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** Tells Arbiter which way scores go; the scores themselves are not its business. */
@SuppressWarnings("deprecation") // of a type that the interface names
final class HigherIsBetter implements ScoreFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean minimize() {
    return false;
  }

  @Override
  public double score(Object model, DataProvider data, Map<String, Object> parameters) {
    throw new UnsupportedOperationException("studies score their trials themselves");
  }

  @Override
  public double score(Object model, Class<? extends DataSource> source, Properties properties) {
    throw new UnsupportedOperationException("studies score their trials themselves");
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of();
  }

  @Override
  public List<Class<?>> getSupportedDataTypes() {
    return List.of();
  }
}
