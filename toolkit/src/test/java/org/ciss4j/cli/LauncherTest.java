// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bin/ciss} makes of its environment, told by a Java that is none. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has ciss.bat")
class LauncherTest {
  private static final Path LAUNCHER = Path.of("src/dist/bin/ciss");

  @TempDir Path folder;

  @BeforeEach
  void distribution() throws IOException {
    assumeTrue(Files.exists(LAUNCHER), "started in another folder than that of the module");
    Files.createDirectories(folder.resolve("home/lib"));
    script(folder.resolve("home/bin/ciss"), Files.readString(LAUNCHER));
    script(
        folder.resolve("java/bin/java"),
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'openjdk version "17.0.1"' >&2
        else
          echo "threads ${OMP_NUM_THREADS-unset}; charset $(locale charmap 2>/dev/null)"
        fi
        """);
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private String said(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(folder.resolve("home/bin/ciss").toString());
    builder.command().addAll(List.of(words));
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  @ParameterizedTest
  @CsvSource({"'2,1', 2", "'8,4,2', 8", "3, 3", "'0,1', 0", "auto, auto", "'2,x', '2,x'"})
  void ofAListOfThreadsTheFirstCounts(String given, String used) throws Exception {
    assertThat(said(Map.of("OMP_NUM_THREADS", given))).startsWith("threads " + used + ";");
  }

  @Test
  void whereThereIsNoCharsetItIsUtf8() throws Exception {
    assumeTrue(
        said(Map.of("LC_ALL", "C.UTF-8")).endsWith("charset UTF-8"), "this system has no C.UTF-8");
    assertThat(said(Map.of())).isEqualTo("threads unset; charset UTF-8");
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      for (String value : new String[] {"C", "POSIX", "xx_YY.UTF-8", ""}) {
        assertThat(said(Map.of(name, value)))
            .as(name + "=" + value)
            .isEqualTo("threads unset; charset UTF-8");
      }
    }
  }

  /** Whatever else runs, it is little for so many cores, and one core is too few for four. */
  @ParameterizedTest
  @CsvSource({"100000, '', 5000", "100000, 4, 5000", "1, 4, 0"})
  void threadsSpinWhereThereAreCoresForThem(String cores, String threads, String spin)
      throws Exception {
    script(folder.resolve("tools/getconf"), "#!/bin/sh\necho " + cores);
    script(folder.resolve("java/bin/java"), "#!/bin/sh\necho spin $GOMP_SPINCOUNT");
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.2\"\n");
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", folder.resolve("tools") + File.pathSeparator + System.getenv("PATH"));
    environment.put("OMP_NUM_THREADS", threads);
    assumeTrue(Files.isReadable(Path.of("/proc/loadavg")), "this system does not tell what runs");
    assertThat(said(environment)).isEqualTo("spin " + spin);
    environment.put("GOMP_SPINCOUNT", "7");
    assertThat(said(environment)).isEqualTo("spin 7");
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "--help, true",
    "train -h, true",
    "bench train-step --help, true",
    "-V, true",
    "completion bash, true",
    "train --config run.yaml --print-config, true",
    "split --class-list train.txt, true",
    "split --dataset voc --data here, false",
    "split --data=here, false",
    "train --out help, false",
    "demo, false"
  })
  void whatOnlyPrintsDoesNotWaitForTheCompiler(String words, boolean isShort) throws Exception {
    script(folder.resolve("java/bin/java"), "#!/bin/sh\necho \"$*\"");
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.2\"\n");
    String[] given = words.isEmpty() ? new String[0] : words.split(" ");
    String line = said(Map.of("CISS_JAVA_OPTS", "-Xmx8g"), given);
    assertThat(line.contains(" -XX:TieredStopAtLevel=1 -Xmx8g -cp ")).as(line).isEqualTo(isShort);
    assertThat(line).endsWith(("CissCommand " + words).strip());
  }

  /** Which is not asked where a file beside it tells. */
  @Test
  void aJavaThatIsTooOldIsRefused() throws Exception {
    Files.writeString(
        folder.resolve("java/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
    assertThatThrownBy(() -> said(Map.of())).hasMessageContaining("is Java 11; 17 or newer");
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"1.8.0_202\"\n");
    assertThatThrownBy(() -> said(Map.of())).hasMessageContaining("is Java 8; 17 or newer");
    Files.writeString(folder.resolve("java/release"), "IMPLEMENTOR=\"x\"\n");
    assertThat(said(Map.of())).startsWith("threads");
  }
}
