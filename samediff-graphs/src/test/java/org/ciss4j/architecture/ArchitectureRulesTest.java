// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule, held against a class that breaks it and one that only looks like it. */
final class ArchitectureRulesTest {
  @TempDir Path folder;

  @Test
  void arrowsPointDown() {
    JavaClasses classes =
        compile(
            "package org.ciss4j.metric; public class Score {}",
            "package org.ciss4j.scenario; class Bad { org.ciss4j.metric.Score[] scores; }",
            "package org.ciss4j.result; class Good { org.ciss4j.metric.Score score; }");
    assertThat(violations(ArchitectureRules.ARROWS_POINT_DOWN, classes))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("scenario may use [common] of ciss4j, not metric"));
  }

  @Test
  void theCommandLineIsOnTop() {
    JavaClasses classes =
        compile(
            "package org.ciss4j.cli; public class Command { org.ciss4j.train.Bad trainer; }",
            "package org.ciss4j.train; public class Bad { org.ciss4j.cli.Command command; }");
    assertThat(violations(ArchitectureRules.ARROWS_POINT_DOWN, classes))
        .singleElement()
        .asString()
        .contains("not cli");
  }

  @Test
  void everyPackageIsInTheTable() {
    JavaClasses classes =
        compile(
            "package org.ciss4j.util; class Bad {}",
            "package org.ciss4j.graph.operator; class Bad {}",
            "package org.ciss4j.graph.op.convolution; class Good {}",
            "package org.ciss4j; class Good {}");
    assertThat(violations(ArchitectureRules.ARROWS_POINT_DOWN, classes))
        .hasSize(2)
        .allMatch(line -> line.contains("Bad is in a package that the table"));
  }

  @Test
  void noPackageCycles() {
    JavaClasses cycle =
        compile(
            "package org.ciss4j.data.a; public class A { org.ciss4j.data.b.B b; }",
            "package org.ciss4j.data.b; public class B { org.ciss4j.data.a.A a; }");
    assertThat(violations(ArchitectureRules.NO_PACKAGE_CYCLES, cycle)).isNotEmpty();
  }

  @Test
  void noCycleInALine() {
    JavaClasses line =
        compile(
            "package org.ciss4j.data.a; public class A { org.ciss4j.data.b.B b; }",
            "package org.ciss4j.data.b; public class B {}");
    assertThat(violations(ArchitectureRules.NO_PACKAGE_CYCLES, line)).isEmpty();
  }

  @Test
  void autodiffInGraphAndTrain() {
    String field = "class %s { org.nd4j.autodiff.samediff.SDVariable x; }";
    JavaClasses classes =
        compile(
            "package org.ciss4j.method; " + field.formatted("Bad"),
            "package org.ciss4j.data; class Good { org.nd4j.linalg.api.ndarray.INDArray x; }",
            "package org.ciss4j.graph.loss; " + field.formatted("Good"),
            "package org.ciss4j.train; " + field.formatted("Good"));
    assertThat(violations(ArchitectureRules.AUTODIFF_IN_GRAPH_AND_TRAIN, classes))
        .hasSize(1)
        .allMatch(line -> line.contains("org.ciss4j.method.Bad"));
  }

  @Test
  void arbiterInItsPackage() {
    JavaClasses classes =
        compile(
            "package org.deeplearning4j.arbiter.optimize; public class StandIn {}",
            "package org.ciss4j.tuning; class Bad extends"
                + " org.deeplearning4j.arbiter.optimize.StandIn {}",
            "package org.ciss4j.tuning.arbiter; class Good extends"
                + " org.deeplearning4j.arbiter.optimize.StandIn {}");
    assertThat(violations(ArchitectureRules.ARBITER_IN_ITS_PACKAGE, classes))
        .isNotEmpty()
        .allMatch(line -> line.contains("org.ciss4j.tuning.Bad"));
  }

  @Test
  void oldLibrariesReadNothing() {
    JavaClasses classes =
        compile(
            "package org.ciss4j.data; class Json {"
                + " org.nd4j.shade.jackson.databind.ObjectMapper mapper; }",
            "package org.ciss4j.data; class Message { Object read(byte[] file) throws Exception {"
                + " return onnx.Onnx.ModelProto.parseFrom(file); } }",
            "package org.ciss4j.data; class Serial { java.io.ObjectInputStream in; }",
            "package org.ciss4j.data; class Good { org.nd4j.shade.protobuf.ByteString written; }");
    assertThat(violations(ArchitectureRules.OLD_LIBRARIES_READ_NOTHING, classes))
        .hasSize(3)
        .noneMatch(line -> line.contains("Good"));
  }

  @Test
  void unsafeOpsAreSeenInEveryForm() {
    List<String> unsafe =
        List.of(
            "sd.loss().logLoss(a, b)",
            "sd.loss.meanSquaredError(a, b, null)",
            "new org.nd4j.linalg.api.ops.impl.loss.LogLoss()",
            "sd.nn().batchNorm(a, a, a, a, a, 1e-5, 1)",
            "new org.nd4j.linalg.api.ops.impl.layers.convolution.BatchNorm()",
            "sd.image().resizeBiLinear(a, 2, 2, false, false)",
            "sd.image().imageResize(a, b, org.nd4j.enums.ImageResizeMethod.ResizeBilinear)",
            "sd.cnn().upsampling2d(a, 2)",
            "sd.math().logSumExp(a, 1)",
            "sd.math.logSumExp(\"name\", a, 1)",
            "sd.nn().logSoftmax(a, 1)",
            "sd.nn().softplus(a)",
            "sd.nn().logSigmoid(a)",
            "sd.where(a, b, a)",
            "sd.gather(a, b, 0)",
            "new org.nd4j.linalg.api.ops.impl.shape.Gather()",
            "java.util.List.of(a).stream().map(sd.nn()::softplus)");
    JavaClasses classes = compile(bodies(unsafe));
    List<String> violations = violations(ArchitectureRules.NO_UNSAFE_OPS, classes);
    for (int i = 0; i < unsafe.size(); i++) {
      String name = "Op" + i + ".";
      assertThat(violations).as(unsafe.get(i)).anyMatch(line -> line.contains(name));
    }
  }

  @Test
  void safeOpsPass() {
    List<String> safe =
        List.of(
            "sd.nn().relu(a, 0)",
            "sd.math().exp(a)",
            "sd.math().log(a)",
            "sd.nn().sigmoid(a)",
            "sd.cnn().conv2d(a, b, null)",
            "a.mul(b).add(a.rsub(1).mul(b))");
    assertThat(violations(ArchitectureRules.NO_UNSAFE_OPS, compile(bodies(safe)))).isEmpty();
  }

  @Test
  void factsNeedNoNatives() {
    JavaClasses classes =
        compile(
            "package org.ciss4j.metric; class Bad { org.nd4j.linalg.api.ndarray.INDArray x; }",
            "package org.ciss4j.scenario; class Bad { org.bytedeco.javacpp.Pointer x; }",
            "package org.ciss4j.data; class Good { org.nd4j.linalg.api.ndarray.INDArray x; }",
            "package org.ciss4j.result; class Good { double[] x; }");
    assertThat(violations(ArchitectureRules.FACTS_NEED_NO_NATIVES, classes))
        .hasSize(2)
        .allMatch(line -> line.contains("Bad"));
  }

  @Test
  void scenarioIsPlainJava() {
    JavaClasses classes =
        compile(
            "package org.ciss4j.scenario; class Bad { org.slf4j.Logger log; }",
            "package org.ciss4j.scenario; record Good(java.util.List<String> names) {}",
            "package org.ciss4j.metric; class Good { org.slf4j.Logger log; }");
    assertThat(violations(ArchitectureRules.SCENARIO_IS_PLAIN_JAVA, classes))
        .hasSize(1)
        .allMatch(line -> line.contains("Bad"));
  }

  @Test
  void packagesAreNullMarked() {
    JavaClasses classes =
        compile(
            "package org.ciss4j.metric; class Bad {}",
            "@org.jspecify.annotations.NullMarked package org.ciss4j.scenario;",
            "package org.ciss4j.scenario; class Good {}");
    assertThat(violations(ArchitectureRules.PACKAGES_ARE_NULL_MARKED, classes))
        .singleElement()
        .asString()
        .contains("org.ciss4j.metric.Bad");
  }

  @Test
  void noStaticMutableState() {
    JavaClasses classes =
        compile(
            "package org.ciss4j.data; class Bad { static int count; }",
            "package org.ciss4j.data; class Good { static final int COUNT = 1; int count; }");
    assertThat(violations(ArchitectureRules.NO_STATIC_MUTABLE_STATE, classes))
        .singleElement()
        .asString()
        .contains("Bad.count");
  }

  @Test
  void namesSuitKotlin() {
    JavaClasses classes =
        compile(
            "package org.ciss4j.data; class Bad { int in; void when() {} }",
            "package org.ciss4j.data; class Good { int input; void whenDone() {} }");
    assertThat(violations(ArchitectureRules.NAMES_SUIT_KOTLIN, classes))
        .hasSize(2)
        .allMatch(line -> line.contains("Bad."));
  }

  @Test
  void rulesHoldWhereThereIsNothingToCheck() {
    JavaClasses classes = compile("package other; class Stranger {}");
    assertThat(violations(ArchitectureRules.ARROWS_POINT_DOWN, classes)).isEmpty();
    assertThat(violations(ArchitectureRules.NO_PACKAGE_CYCLES, classes)).isEmpty();
    assertThat(violations(ArchitectureRules.PACKAGES_ARE_NULL_MARKED, classes)).isEmpty();
  }

  private static List<String> violations(ArchRule rule, JavaClasses classes) {
    EvaluationResult result = rule.evaluate(classes);
    return result.getFailureReport().getDetails();
  }

  private static String[] bodies(List<String> expressions) {
    String source =
        "package org.ciss4j.graph.loss; class Op%d { Object run("
            + "org.nd4j.autodiff.samediff.SameDiff sd, org.nd4j.autodiff.samediff.SDVariable a,"
            + " org.nd4j.autodiff.samediff.SDVariable b) { return %s; } }";
    return IntStream.range(0, expressions.size())
        .mapToObj(i -> String.format(Locale.ROOT, source, i, expressions.get(i)))
        .toArray(String[]::new);
  }

  /** Compiles the sources, one top-level class or package declaration each, and imports them. */
  private JavaClasses compile(String... sources) {
    List<JavaFileObject> files = new ArrayList<>();
    for (String source : sources) {
      files.add(new Source(source));
    }
    List<String> options =
        List.of(
            "-d",
            folder.toString(),
            "-proc:none",
            "-nowarn",
            "-classpath",
            System.getProperty("java.class.path"));
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.getTask(null, null, null, options, null, files).call()).isTrue();
    return new ClassFileImporter().importPath(folder);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///" + path(text)), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
      return text;
    }

    private static String path(String text) {
      String packageName = text.replaceFirst("^.*?package ([\\w.]+);.*$", "$1");
      String className =
          text.contains(" class ") || text.contains(" record ")
              ? text.replaceFirst("^.*?(?:class|record) (\\w+).*$", "$1")
              : "package-info";
      return Stream.of(packageName.split("\\.")).reduce("", (a, b) -> a + b + "/")
          + className
          + ".java";
    }
  }
}
