// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
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

  /** Most methods read no maps, and their reports are not to speak of any that are computed. */
  @Test
  void mapsAreNamedWhereThereAreSome() throws Exception {
    RunDirectory run = RunFixture.whole(folder.resolve("run"), "dkd");
    assertThat(value(run, "saliency maps")).isEqualTo("none");
    Files.createDirectories(run.root().resolve("saliency"));
    assertThat(value(run, "saliency maps")).startsWith("computed by OpenCV");
  }

  private static String value(RunDirectory run, String name) {
    Block.Table table =
        (Block.Table) ConfigurationSection.of(Comparison.of(List.of(run))).blocks().get(0);
    return table.rows().stream()
        .filter(row -> row.get(0).text().equals(name))
        .map(row -> row.get(1).text())
        .findFirst()
        .orElseThrow();
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
