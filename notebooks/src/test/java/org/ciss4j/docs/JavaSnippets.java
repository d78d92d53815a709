// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.docs;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles pieces of Java as they stand in a document: without imports, or as whole files. */
final class JavaSnippets {
  private static final String AROUND =
      """
      import java.io.*;
      import java.nio.file.*;
      import java.util.*;
      import org.ciss4j.*;
      import org.ciss4j.common.*;
      import org.ciss4j.data.*;
      import org.ciss4j.data.batch.*;
      import org.ciss4j.data.option.*;
      import org.ciss4j.data.set.*;
      import org.ciss4j.graph.loss.*;
      import org.ciss4j.graph.model.*;
      import org.ciss4j.graph.weights.*;
      import org.ciss4j.learn.*;
      import org.ciss4j.method.*;
      import org.ciss4j.method.label.*;
      import org.ciss4j.report.*;
      import org.ciss4j.report.page.*;
      import org.ciss4j.report.section.*;
      import org.ciss4j.result.*;
      import org.ciss4j.result.config.*;
      import org.ciss4j.scenario.*;
      import org.ciss4j.train.*;
      import org.ciss4j.train.evaluate.*;
      import org.ciss4j.train.grow.*;
      import org.ciss4j.tuning.*;
      import org.ciss4j.tuning.space.*;
      import org.nd4j.autodiff.samediff.SameDiff;
      import org.nd4j.linalg.api.ndarray.INDArray;

      class Snippet%d {
        %s
        void use(%s) throws Exception {
          %s
        }
      }
      """;

  private JavaSnippets() {}

  /**
   * What the compiler says of some pieces of code, each in a class of its own; nothing if they are
   * sound.
   *
   * @param given parameters that the code may use
   */
  static List<String> complaints(List<String> pieces, String given, Path out) {
    List<JavaFileObject> sources = new ArrayList<>();
    for (String code : pieces) {
      sources.add(source(code, sources.size(), given));
    }
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<String> options =
        List.of("-d", out.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
    ToolProvider.getSystemJavaCompiler().getTask(null, null, said, options, null, sources).call();
    return said.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .toList();
  }

  private static JavaFileObject source(String code, int number, String given) {
    if (code.startsWith("import ")) {
      return file(code, code.replaceAll("(?s).*?\\bclass (\\w+).*", "$1"));
    }
    boolean declares = code.startsWith("record ") || code.startsWith("class ");
    String source =
        declares
            ? AROUND.formatted(number, code, given, "")
            : AROUND.formatted(number, "", given, code);
    return file(source, "Snippet" + number);
  }

  private static JavaFileObject file(String source, String type) {
    URI name = URI.create("string:///" + type + ".java");
    return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
