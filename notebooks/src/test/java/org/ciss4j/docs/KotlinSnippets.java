// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/** Compiles pieces of Kotlin as they stand in a document: without imports, warnings as errors. */
final class KotlinSnippets {
  private static final List<String> IMPORTS =
      List.of(
          "java.nio.file.Path",
          "kotlin.io.path.*",
          "org.ciss4j.*",
          "org.ciss4j.common.*",
          "org.ciss4j.data.*",
          "org.ciss4j.data.set.*",
          "org.ciss4j.graph.loss.*",
          "org.ciss4j.graph.model.*",
          "org.ciss4j.method.*",
          "org.ciss4j.method.label.*",
          "org.ciss4j.report.*",
          "org.ciss4j.result.*",
          "org.ciss4j.result.config.*",
          "org.ciss4j.scenario.*",
          "org.ciss4j.train.*",
          "org.ciss4j.tuning.*");

  private KotlinSnippets() {}

  /**
   * What the compiler says of some pieces of code, each in a file and a function of its own; empty
   * if they are sound.
   *
   * @param given parameters that the code may use
   */
  static String complaints(List<String> pieces, String given, Path folder) throws IOException {
    for (int i = 0; i < pieces.size(); i++) {
      Files.writeString(folder.resolve("Snippet" + i + ".kt"), source(i, pieces.get(i), given));
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ExitCode exit =
        new K2JVMCompiler()
            .exec(
                new PrintStream(said, true, StandardCharsets.UTF_8),
                "-no-stdlib",
                "-no-reflect",
                "-Werror",
                "-Xjspecify-annotations=strict",
                "-jvm-target",
                "17",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.resolve("classes").toString(),
                folder.toString());
    return exit == ExitCode.OK ? "" : said.toString(StandardCharsets.UTF_8);
  }

  private static String source(int number, String code, String given) {
    String imports = String.join("\n", IMPORTS.stream().map(name -> "import " + name).toList());
    boolean declares = code.startsWith("data class") || code.startsWith("@JvmRecord");
    String body = declares ? code : "fun use(%s) {\n%s\n}\n".formatted(given, code);
    return "package snippet%d\n%s\n%s".formatted(number, imports, body);
  }
}
