// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.notebook;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The Jupyter of this machine, with the kernels of this build. */
final class Jupyter {
  static final Path MODULE = module();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MINUTES = 30;

  private Jupyter() {}

  private static Path module() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("notebooks") ? here : here.resolve("notebooks");
  }

  /** The notebooks that are part of the project. */
  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(MODULE)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  static JsonNode read(Path notebook) throws IOException {
    return JSON.readTree(notebook.toFile());
  }

  static void write(JsonNode notebook, Path file) throws IOException {
    JSON.writeValue(file.toFile(), notebook);
  }

  /** Skips the test where there is nothing to execute notebooks with. */
  static void require() throws Exception {
    Path log = Files.createTempFile("jupyter", ".log");
    boolean there;
    try {
      there = run(log, List.of("jupyter", "nbconvert", "--version"), MODULE) == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(
        there,
        "there is no jupyter nbconvert on the path; on Debian: apt-get install jupyter-nbconvert"
            + " python3-nbclient");
    Files.delete(log);
  }

  /**
   * Executes a notebook from top to bottom.
   *
   * @param folder where the result is written under the same name
   * @return the exit code; other than 0 if a cell fails
   */
  static int execute(Path notebook, String kernel, Path folder) throws Exception {
    return run(
        log(folder),
        List.of(
            "jupyter",
            "nbconvert",
            "--to",
            "notebook",
            "--execute",
            "--ExecutePreprocessor.kernel_name=" + kernel,
            "--ExecutePreprocessor.timeout=1200",
            "--ExecutePreprocessor.startup_timeout=120",
            "--ExecutePreprocessor.iopub_timeout=60",
            "--output-dir",
            folder.toString(),
            notebook.toString()),
        folder);
  }

  /** What nbconvert and the kernel had to say. */
  static Path log(Path folder) {
    return folder.resolve("nbconvert.log");
  }

  private static int run(Path log, List<String> command, Path folder) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JUPYTER_PATH", kernels());
    // Several notebooks run at once; threads that wait for each other would make all of them slow.
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      throw new IOException("no end after " + MINUTES + " minutes: " + command);
    }
    return process.exitValue();
  }

  private static String kernels() {
    Path target = MODULE.resolve("target");
    return target.resolve("jupyter") + ":" + target.resolve("test-jupyter");
  }
}
