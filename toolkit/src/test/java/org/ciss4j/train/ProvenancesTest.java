// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ciss4j.Ciss;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.option.Precision;
import org.ciss4j.result.Provenance;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenancesTest {
  @TempDir Path folder;

  private RunDirectory run(Precision precision) {
    RunDirectory run =
        RunDirectory.create(
            folder.resolve(precision.label()),
            Ciss.dataset("sample").precision(precision).config(),
            List.of("background", "disc"));
    Session session = new Session("2026-11-22T08:00:00Z", List.of(), Provenances.environment(), 0);
    run.write(new Provenance("none", Map.of(), null, List.of(session), null, Map.of()));
    return run;
  }

  /** A CPU without bfloat16 labels with more digits than the run was scored with. */
  @Test
  void aPrecisionThatThisMachineHasNotIsSaid() {
    boolean kept = Platform.multipliesBf16() && Backend.ofMachine() == Backend.CPU;
    assertThat(Provenances.computedOtherwise(run(Precision.BFLOAT16), 0))
        .isEqualTo(kept ? List.of() : List.of("precision of convolutions bf16, now float32"));
    assertThat(Provenances.computedOtherwise(run(Precision.FLOAT32), 0)).isEmpty();
  }

  @Test
  void foldersAreComparedByTheirPlaces() {
    Provenance before = run(Precision.FLOAT32).provenance();
    Provenance joined =
        new Provenance(
            "none",
            Map.of("data 1", "a", "data 2", "b", "replay", "c"),
            null,
            before.sessions(),
            null,
            Map.of());
    assertThat(joined.otherFolders(Map.of("data 1", "b", "data 2", "b", "data 3", "d")))
        .containsExactly("folder 1 holds what folder 2 held");
    assertThat(joined.otherFolders(Map.of("replay", "x")))
        .containsExactly("folder replay holds other files");
    assertThat(before.otherFolders(Map.of("data 1", "b"))).isEmpty();
  }
}
