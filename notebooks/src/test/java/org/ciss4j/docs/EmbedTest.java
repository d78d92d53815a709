// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project of the page {@code embed.md}, outside of this one: Maven builds it without a network,
 * against a local repository that has what this build made, and it trains a run.
 */
class EmbedTest {
  private static final String PAGE = "toolkit/docs/embed.md";

  /** Set by the build: where Maven is, which one, and what it has downloaded. */
  private static final String MAVEN = System.getProperty("maven.home", "");

  private static final String VERSION = System.getProperty("maven.version", "");

  private static final String DOWNLOADED = System.getProperty("maven.downloaded", "");

  private static final Map<String, String> MODULES =
      Map.of("ciss4j-graphs", "samediff-graphs", "ciss4j-toolkit", "toolkit");

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.example</groupId>
        <artifactId>first-run</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>
      %s
        </dependencies>
        <build><plugins>%s</plugins></build>
      </project>
      """;

  @TempDir Path folder;

  private final Path root = Snippets.root();
  private Path repository;
  private Path project;

  @BeforeEach
  void make() throws IOException {
    assumeTrue(!MAVEN.isEmpty(), "Maven does not run this test, and says not where it is");
    assumeTrue(
        VERSION.matches("3\\.9\\.[1-9].*|[4-9].*"),
        "Maven " + VERSION + " cannot have one local repository behind another; 3.9.1 can");
    for (String artifact : MODULES.keySet()) {
      assumeTrue(Files.exists(jar(artifact)), jar(artifact) + " is not built yet: ./mvnw verify");
    }
    repository = folder.resolve("repository");
    install("ciss4j", root.resolve("pom.xml"));
    for (String artifact : MODULES.keySet()) {
      install(artifact, root.resolve(MODULES.get(artifact)).resolve("pom.xml"));
      Files.copy(jar(artifact), place(artifact, ".jar"));
    }
    project = Files.createDirectories(folder.resolve("project"));
    Path sources = Files.createDirectories(project.resolve("src/main/java"));
    Files.writeString(sources.resolve("FirstRun.java"), program());
    Files.writeString(
        project.resolve("pom.xml"), POM.formatted(Snippets.blocks("xml", PAGE).get(0), plugins()));
  }

  private static String program() throws IOException {
    return Snippets.blocks("java", PAGE).stream()
        .filter(code -> code.contains("class FirstRun"))
        .findFirst()
        .orElseThrow();
  }

  private Path jar(String artifact) throws IOException {
    String name = artifact + "-" + version() + ".jar";
    return root.resolve(MODULES.get(artifact)).resolve("target").resolve(name);
  }

  private String version() throws IOException {
    return found("<artifactId>ciss4j</artifactId>\\s*<version>([^<]*)</version>");
  }

  private String found(String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Snippets.text("pom.xml"));
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private Path place(String artifact, String ending) throws IOException {
    Path place = repository.resolve("org/ciss4j").resolve(artifact).resolve(version());
    return Files.createDirectories(place).resolve(artifact + "-" + version() + ending);
  }

  private void install(String artifact, Path pom) throws IOException {
    Files.copy(pom, place(artifact, ".pom"));
  }

  /** The versions that this build has downloaded. */
  private String plugins() throws IOException {
    StringBuilder plugins = new StringBuilder();
    for (String name : List.of("resources", "compiler", "dependency")) {
      String artifact = "maven-" + name + "-plugin";
      String version = found("<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]*)<");
      plugins.append(
          "<plugin><artifactId>%s</artifactId><version>%s</version></plugin>"
              .formatted(artifact, version));
    }
    return plugins.toString();
  }

  private String run(List<String> command) throws Exception {
    Path log = folder.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
    builder.environment().put("OMP_WAIT_POLICY", "passive");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private List<String> build(Path classPath) {
    String name = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
    List<String> command = new ArrayList<>();
    command.add(Path.of(MAVEN, "bin", name).toString());
    command.addAll(List.of("-B", "-q", "-o", "-Dmaven.repo.local=" + repository));
    command.add("-Dmaven.repo.local.tail=" + DOWNLOADED);
    command.addAll(List.of("compile", "dependency:build-classpath"));
    command.add("-Dmdep.outputFile=" + classPath);
    return command;
  }

  @Test
  void aProjectElsewhereBuildsAndTrains() throws Exception {
    Path file = folder.resolve("class.path");
    run(build(file));
    String classPath = Files.readString(file);
    assertThat(names(System.getProperty("java.class.path")))
        .as("what the project gets is what is tested here")
        .containsAll(names(classPath));
    String all = project.resolve("target/classes") + File.pathSeparator + classPath;
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path out = folder.resolve("run");
    String said = run(List.of(java, "-Xmx1g", "-cp", all, "FirstRun", out.toString()));
    assertThat(said).contains("sample 3-1 overlapped, dkd, tiny");
    assertThat(out.resolve("step_1/scores.json")).exists();
  }

  @Test
  void gradleIsToldTheSame() throws IOException {
    String maven = Snippets.blocks("xml", PAGE).get(0).replaceAll("\\s*<[^>]*>\\s*", ":");
    String named = maven.replaceAll(":+", ":").replaceAll("^:|:$", "");
    assertThat(named).isEqualTo("org.ciss4j:ciss4j-toolkit:" + version());
    assertThat(Snippets.blocks("groovy", PAGE).get(0)).contains("'" + named + "'");
  }

  /** Names of jars, but for our own, which are folders of classes here. */
  private static List<String> names(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).getFileName().toString())
        .filter(name -> name.endsWith(".jar") && !name.startsWith("ciss4j-"))
        .toList();
  }
}
