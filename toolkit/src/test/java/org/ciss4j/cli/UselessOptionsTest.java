// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An option that would change nothing is a mistake of whoever wrote it. */
class UselessOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "train --partial-weights, --weights",
    "train --memory-policy official, --memory",
    "train --scenario joint --later-lr 0.1, one step",
    "train --scenario joint --memory 5, one step",
    "train --split-seed 4, --held-out",
    "train --freeze-bn, none is named",
    "train --unknown-classes void, of several folders",
    "train --saliency here, read by dkd",
    "train --serve --seeds 1 2, --serve",
    "compare --split-seed 4, --held-out",
    "compare --methods mib --saliency here, read by mib",
    "ablate --split-seed 0, --held-out",
    "split --split-seed 4, --held-out",
    "split --void ignored, nothing is trained",
    "split --saliency here, nothing is trained",
    "split --class-names names.txt, --class-list",
    "split --no-zero-based, --class-list",
    "data check --saliency here, nothing is trained",
    "data stats --saliency here, nothing is trained",
    "data check --exif apply, no photographs",
    "data check --unknown-classes void, of several folders",
    "evaluate --weights net.pth --saliency here, nothing is trained",
    "evaluate --weights net.pth --void ignored, nothing is trained",
    "evaluate --weights net.pth --split-seed 3, --held-out",
  })
  void isRefused(String command, String said) {
    List<String> words = List.of(command.replace("1 2", "1,2").split(" "));
    Cli cli = Cli.run(words, "--dataset", "sample");
    assertThat(cli.err()).contains(said).hasLineCount(1);
    assertThat(cli.exit()).isEqualTo(2);
  }
}
