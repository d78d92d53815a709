// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The Dockerfile, as far as it can be looked at without an engine. */
class DockerfileTest {
  private static final Set<String> INSTRUCTIONS =
      Set.of("FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD");

  /** Instructions in one line each, without remarks. */
  private static List<String> instructions() throws IOException {
    String text = Snippets.text("Dockerfile").replaceAll("(?m)^#.*\\n", "");
    return text.replaceAll("\\s*\\\\\\n\\s*", " ").lines().filter(line -> !line.isBlank()).toList();
  }

  private static List<String> of(String instruction) throws IOException {
    return instructions().stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1))
        .toList();
  }

  @Test
  void eachLineIsAnInstruction() throws IOException {
    assertThat(instructions())
        .allMatch(line -> INSTRUCTIONS.contains(line.replaceFirst(" .*", "")))
        .first()
        .asString()
        .startsWith("FROM ");
  }

  @Test
  void whatIsCopiedIsThere() throws IOException {
    List<String> stages = new ArrayList<>();
    of("FROM").forEach(from -> stages.add(from.replaceFirst(".* AS ", "")));
    List<String> copies = of("COPY");
    assertThat(copies).first().isEqualTo(". .");
    String[] copied = copies.get(1).split(" ", 3);
    assertThat(stages).contains(copied[0].replaceFirst("--from=", ""));
    // The folder of the distribution, as the build of the toolkit names it.
    assertThat(copied[1]).isEqualTo(of("WORKDIR").get(0) + "/toolkit/target/ciss4j");
    assertThat(Snippets.text("toolkit/pom.xml")).contains("<finalName>ciss4j</finalName>");
    assertThat(of("ENTRYPOINT").get(0)).isEqualTo("[\"" + copied[2] + "/bin/ciss\"]");
    assertThat(Snippets.root().resolve("toolkit/src/dist/bin/ciss")).exists();
  }

  @Test
  void theBuildIsOfModulesThatExist() throws IOException {
    String run = of("RUN").get(1);
    // As everywhere: by the wrapper, which brings its Maven.
    assertThat(run).startsWith("./mvnw ").contains(" package ");
    assertThat(of("FROM").get(0)).contains("-jdk ");
    for (String module : run.replaceFirst(".*-pl (\\S+).*", "$1").split(",", -1)) {
      assertThat(Snippets.text("pom.xml")).contains("<module>" + module + "</module>");
    }
  }

  @Test
  void itRunsWithoutRights() throws IOException {
    assertThat(of("USER")).last().isEqualTo("ciss");
    assertThat(of("FROM")).last().asString().endsWith("-jre");
  }
}
