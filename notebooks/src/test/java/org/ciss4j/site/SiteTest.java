// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DocumentationTool;
import javax.tools.ToolProvider;
import org.ciss4j.report.Chromium;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The site of the documents, with the Javadoc of one small package. */
class SiteTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  @TempDir static Path site;

  @BeforeAll
  static void build() throws IOException {
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-quiet",
            "-d",
            site.resolve("apidocs").toString(),
            "-sourcepath",
            ROOT.resolve("toolkit/src/main/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-subpackages",
            "org.ciss4j.scenario");
    DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
    assertThat(javadoc.getTask(said, null, null, null, options, null).call())
        .as(said::toString)
        .isTrue();
    Site.build(ROOT, site);
  }

  /** Our own pages; those of Javadoc link among themselves as it likes. */
  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(site)) {
      return files
          .filter(file -> file.toString().endsWith(".html"))
          .filter(file -> !file.startsWith(site.resolve("apidocs")))
          .sorted()
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode index() throws IOException {
    String script = text(site.resolve("search-index.js"));
    return new ObjectMapper()
        .readTree(script.substring(script.indexOf('['), script.lastIndexOf(';')));
  }

  private static String lost(Path page, String link) {
    if (link.matches("(https?|data|mailto):.*")) {
      return "";
    }
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty()
            ? page
            : page.resolveSibling(URLDecoder.decode(parts[0], StandardCharsets.UTF_8)).normalize();
    if (!Files.isRegularFile(target)) {
      return page + " -> " + link;
    }
    boolean there = parts.length == 1 || text(target).contains(" id=\"" + parts[1] + "\"");
    return there ? "" : page + " -> " + link + " (no such anchor)";
  }

  @Test
  void eachLinkLeadsSomewhere() throws IOException {
    List<String> lost = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (Matcher match = LINK.matcher(text(page)); match.find(); links++) {
        lost.add(lost(page, match.group(1)));
      }
    }
    assertThat(links).isGreaterThan(1000);
    assertThat(lost).containsOnly("");
  }

  @Test
  void nothingIsFetchedFromElsewhere() throws IOException {
    for (Path page : pages()) {
      assertThat(text(page)).doesNotContainPattern("(src|rel=\"stylesheet\" href)=\"(https?:)?//");
    }
    assertThat(text(site.resolve("site.css"))).doesNotContain("http", "@import", "url(");
    assertThat(text(site.resolve("site.js"))).doesNotContain("http", "fetch(");
  }

  @Test
  void theIndexHoldsEachPageAndType() throws IOException {
    List<String> found = new ArrayList<>();
    index().forEach(entry -> found.add(entry.get(0).asText().replaceFirst("#.*", "")));
    for (Path page : pages()) {
      assertThat(found).contains(site.relativize(page).toString().replace('\\', '/'));
    }
    assertThat(found).contains("apidocs/org/ciss4j/scenario/Scenario.html");
  }

  @Test
  void whatIsFoundIsThere() throws IOException {
    for (JsonNode entry : index()) {
      assertThat(lost(site.resolve("index.html"), entry.get(0).asText())).isEmpty();
    }
  }

  @Test
  void eachCommandIsOnThePageOfCommands() {
    assertThat(text(site.resolve("commands.html")))
        .contains(
            "id=\"ciss-train\"", "id=\"ciss-data-import\"", "id=\"ciss-tune\"", "--later-epochs");
  }

  @Test
  void headingsHaveTheAnchorsOfGithub(@TempDir Path folder) {
    Page page = Page.of(Path.of("x.md"), "# A `--set` of 1,5 things\n\n## Twice\n\n## Twice\n");
    assertThat(page.sections())
        .extracting(Section::anchor)
        .containsExactly("a---set-of-15-things", "twice", "twice-1");
  }

  private static void project(Path folder, String readme) throws IOException {
    Files.createDirectories(folder.resolve("toolkit/docs/adr"));
    Files.writeString(folder.resolve("README.md"), readme);
    for (String name : List.of("CONTRIBUTING.md", "CHANGELOG.md", "toolkit/docs/one.md")) {
      Files.writeString(folder.resolve(name), "# One\n\n## Part\n");
    }
  }

  @Test
  void aLinkThatLeadsNowhereIsAnError(@TempDir Path folder) throws IOException {
    String listed = "# ciss4j\n\n## Documentation\n\n### Guides\n\n[One](toolkit/docs/one.md)\n\n";
    for (String link : List.of("gone.md", "toolkit/docs/one.md#gone", "#gone", "toolkit/docs")) {
      project(folder, listed + "[x](" + link + ")\n");
      assertThatThrownBy(() -> Site.build(folder, folder.resolve("site")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("README.md links to " + link + ", which leads nowhere: ");
    }
    project(folder, listed + "[x](toolkit/docs/one.md#part)\n");
    Site.build(folder, folder.resolve("site"));
    assertThat(folder.resolve("site/index.html")).content().contains("href=\"one.html#part\"");
  }

  @Test
  void aPageThatNobodyListsIsAnError(@TempDir Path folder) throws IOException {
    project(folder, "# ciss4j\n\n## Documentation\n\n### Guides\n\nNone.\n");
    assertThatThrownBy(() -> Site.build(folder, folder.resolve("site")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lists no page toolkit/docs/one.md");
  }

  @Test
  void typesAreFoundByWhatTheyAre() throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : index()) {
      if (entry.get(2).asText().equals("Setting")) {
        texts.add(entry.get(3).asText());
      }
    }
    assertThat(texts).anyMatch(text -> text.length() > 20 && !text.contains("<"));
  }

  /** Words of the field find pages, before types, and the words found are marked. */
  @Test
  void wordsOfTheFieldFindPages(@TempDir Path profile) throws Exception {
    assumeTrue(Chromium.executable().isPresent(), "there is no Chromium on this machine");
    try (Chromium browser = Chromium.start(profile)) {
      browser.look(site.resolve("index.html").toUri(), 1400, false);
      for (String word :
          List.of(
              "exemplar",
              "exemplars",
              "pretrained",
              "pre-trained",
              "rehearsal",
              "DKD+",
              "dkd-",
              "background shift",
              "catastrophic forgetting",
              "hyperparameter",
              "inference",
              "mixed precision",
              "continual",
              "setting",
              "replay buffer")) {
        browser.ask("query.value = '" + word + "'; query.dispatchEvent(new Event('input')); ''");
        assertThat(browser.ask("results.querySelector('a')?.href ?? 'none'"))
            .as(word)
            .contains(".html#")
            .doesNotContain("apidocs");
        assertThat(browser.ask("results.querySelectorAll('li:first-child mark').length"))
            .as(word)
            .isNotEqualTo("0");
        assertThat(
                browser.ask(
                    "[...results.querySelectorAll('a')].map(a => a.href.includes('apidocs'))"
                        + ".join('').replace(/^(false)*(true)*$/, '')"))
            .as("types before pages for " + word)
            .isEmpty();
      }
      browser.ask("query.value = 'zyxw'; query.dispatchEvent(new Event('input')); ''");
      assertThat(browser.ask("results.textContent")).isEqualTo("Nothing is found.");
    }
  }

  @ParameterizedTest
  @CsvSource({"390, false", "390, true", "1400, false", "1400, true"})
  void isReadableOnPhoneAndDesktop(int width, boolean dark, @TempDir Path profile)
      throws Exception {
    assumeTrue(Chromium.executable().isPresent(), "there is no Chromium on this machine");
    try (Chromium browser = Chromium.start(profile)) {
      for (String name : List.of("index.html", "methods.html", "kotlin.html", "adr/index.html")) {
        Chromium.Look look = browser.look(site.resolve(name).toUri(), width, dark);
        assertThat(look.complaints()).isEmpty();
        assertThat(look.overflow()).as(name).isZero();
        assertThat(look.requests()).allMatch(url -> URI.create(url).getScheme().equals("file"));
      }
      browser.ask(
          "query.value = 'analytic lambda'; query.dispatchEvent(new Event('input')); query.value");
      assertThat(browser.ask("results.hidden")).isEqualTo("false");
      assertThat(browser.ask("results.querySelector('a').href")).contains("/analytic.html");
    }
  }
}
