// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.report.RunFixture;
import org.ciss4j.report.page.Block;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.Lineage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationSectionTest {
  @TempDir Path folder;

  /**
   * Whoever adds a component to the configuration shall see it in the report; the lineage has a
   * section of its own.
   */
  @Test
  void everyComponentHasARow() {
    RunDirectory run = RunFixture.whole(folder.resolve("run"), "dkd");
    Block.Table table =
        (Block.Table) ConfigurationSection.of(Comparison.of(List.of(run))).blocks().get(0);
    assertThat(table.rows()).hasSize(values(run.config()));
  }

  /** The number of values that are no record themselves. */
  private static int values(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    if (value instanceof Lineage) {
      return 0;
    }
    if (!(value instanceof Record)) {
      return 1;
    }
    return Stream.of(value.getClass().getRecordComponents())
        .mapToInt(component -> values(component(value, component)))
        .sum();
  }

  private static @Nullable Object component(Object value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
