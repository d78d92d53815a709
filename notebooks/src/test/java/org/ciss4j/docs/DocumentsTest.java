// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say can be written compiles. */
class DocumentsTest {
  private static final String KOTLIN_PAGE = "toolkit/docs/kotlin.md";
  private static final String FOR_JAVA =
      "File file, INDArray image, Path folder, Path path, Path run, Method method, Photo"
          + " photo, Ciss ciss, RunListener listener, StopSignal signal";
  private static final String FOR_KOTLIN =
      "run: Path, method: Method, photo: Photo, ciss: Ciss, folder: Path";

  @TempDir Path folder;

  @Test
  void javaCompiles() throws Exception {
    List<String> all = Snippets.blocks("java");
    assertThat(all).hasSizeGreaterThan(Snippets.blocks("java", KOTLIN_PAGE).size());
    assertThat(JavaSnippets.complaints(all, FOR_JAVA, folder)).isEmpty();
  }

  @Test
  void callsInRunningTextCompile() throws Exception {
    List<String> calls = Snippets.expressions().stream().map(call -> call + ";").toList();
    assertThat(calls).hasSizeGreaterThan(3);
    String given = FOR_JAVA.replace("File file", "Path file");
    assertThat(JavaSnippets.complaints(calls, given, folder)).isEmpty();
  }

  @Test
  void kotlinCompiles() throws Exception {
    List<String> ofPage = Snippets.blocks("kotlin", KOTLIN_PAGE);
    assertThat(ofPage).hasSameSizeAs(Snippets.blocks("java", KOTLIN_PAGE));
    List<String> all = Snippets.blocks("kotlin");
    assertThat(all).hasSizeGreaterThan(ofPage.size());
    assertThat(KotlinSnippets.complaints(all, FOR_KOTLIN, folder)).isEmpty();
  }

  /** If nullness leaked, Kotlin would take both for platform types. */
  @Test
  void kotlinKnowsWhatMayBeNull() throws Exception {
    assertThat(kotlin("val data: String = ciss.config().data.folder"))
        .contains("initializer type mismatch: expected 'String', actual 'String?'");
    assertThat(kotlin("println(ciss.config().data.dataset?.length)"))
        .contains("warning: unnecessary safe call on a non-null receiver of type 'String'");
  }

  private String kotlin(String code) throws Exception {
    return KotlinSnippets.complaints(List.of(code), FOR_KOTLIN, folder);
  }

  /** The folder that the build makes is copied to places where the project is not. */
  @Test
  void theDistributionHasWhatItsReadmeLinksTo() throws Exception {
    String assembly = Snippets.text("toolkit/src/assembly/distribution.xml");
    List<String> links =
        Pattern.compile("\\]\\(([^)]+)\\)")
            .matcher(Snippets.text("toolkit/src/dist/README.md"))
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(links).contains("LICENSE", "bin");
    assertThat(links)
        .allMatch(
            link ->
                assembly.contains("<outputDirectory>" + link + "</outputDirectory>")
                    || assembly.contains("<include>" + link + "</include>"));
  }

  @Test
  void whatDoesNotExistIsFound() {
    assertThat(JavaSnippets.complaints(List.of("Ciss.dataset(1);"), FOR_JAVA, folder)).hasSize(1);
  }
}
