// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.ciss4j.cli.CissCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/** What the documents say can be typed is understood: commands, options, files of options. */
class CommandsTest {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "");
  private static final Pattern VARIABLE = Pattern.compile("(?m)^(\\w+)=\"([^\"]*)\"$");
  private static final Pattern USE = Pattern.compile("\\$(\\w+)|\\$\\{(\\w+)/[^}]*}");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern PROFILE = Pattern.compile("mvnw? .*?-P([\\w,]+)");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

  /** All commands in blocks, in one line each and with their variables filled in. */
  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (String document : Snippets.documents()) {
      Map<String, String> variables = new HashMap<>();
      for (String language : List.of("sh", "bash", "")) {
        for (String block : Snippets.blocks(language, document)) {
          String lines = block.replaceAll("\\s*\\\\\\n\\s*", " ");
          VARIABLE.matcher(lines).results().forEach(it -> variables.put(it.group(1), it.group(2)));
          lines.lines().forEach(line -> addCommands(commands, filled(line, variables)));
        }
      }
    }
    return commands;
  }

  private static String filled(String line, Map<String, String> variables) {
    return USE.matcher(line)
        .replaceAll(
            use -> {
              String name = use.group(1) == null ? use.group(2) : use.group(1);
              return variables.getOrDefault(name, "\\$" + name);
            });
  }

  private static void addCommands(List<String> commands, String line) {
    Stream.of(line.split("&&", -1))
        .map(
            part ->
                part.strip().replaceFirst("^(\\$ )?(\\S*/bin/|docker run .* )?ciss(4j)? ", "ciss "))
        .filter(part -> part.startsWith("ciss "))
        .map(part -> part.replaceFirst("\\s+(#|> ).*", ""))
        .forEach(commands::add);
  }

  private static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> Stream.of(1, 2, 3).map(word::group).filter(it -> it != null).findFirst())
        .map(word -> word.orElseThrow())
        .skip(1)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandIsUnderstood(String command) {
    assertThat(command).doesNotContain("$");
    CissCommand.described().parseArgs(words(command).toArray(String[]::new));
  }

  @Test
  void whatIsNoOptionIsFound() {
    assertThatThrownBy(() -> commandIsUnderstood("ciss train --dataset sample --epoch 3"))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("--epoch");
  }

  /** Commands in running text may leave out what is needed, but what they name is there. */
  @Test
  void commandsInRunningTextNameWhatThereIs() throws IOException {
    CommandLine root = CissCommand.described();
    List<String> wrong = new ArrayList<>();
    for (String document : Snippets.documents()) {
      for (String code : Snippets.inline(document)) {
        if (code.startsWith("ciss ") && !code.contains("COMMAND")) {
          unknown(root, words(code)).forEach(it -> wrong.add(document + ": " + code + ": " + it));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> unknown(CommandLine root, List<String> words) {
    CommandLine command = root;
    int next = 0;
    while (next < words.size() && !command.getSubcommands().isEmpty()) {
      String word = words.get(next++);
      if (word.startsWith("-")) {
        break;
      }
      CommandLine below = command.getSubcommands().get(word);
      if (below == null) {
        return List.of(word);
      }
      command = below;
    }
    Set<String> options = command.getCommandSpec().optionsMap().keySet();
    return words.stream().filter(word -> word.startsWith("--") && !options.contains(word)).toList();
  }

  @Test
  void optionsInRunningTextExist() throws IOException {
    Set<String> known = new TreeSet<>();
    addOptions(CissCommand.described(), known);
    List<String> wrong = new ArrayList<>();
    for (String document : Snippets.documents()) {
      for (String code : Snippets.inline(document)) {
        if (code.startsWith("--")) {
          OPTION
              .matcher(code)
              .results()
              .map(MatchResult::group)
              .filter(option -> !known.contains(option))
              // Of iCaRL's and SDR's own codes.
              .filter(option -> !code.startsWith("--icarl") && !code.equals("--method SDR"))
              .forEach(option -> wrong.add(document + ": " + option));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void addOptions(CommandLine command, Set<String> known) {
    known.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(below -> addOptions(below, known));
  }

  @Test
  void filesOfOptionsAreUnderstood() throws IOException {
    List<String> blocks = Snippets.blocks("yaml");
    assertThat(blocks).isNotEmpty();
    Set<String> options =
        CissCommand.described()
            .getSubcommands()
            .get("train")
            .getCommandSpec()
            .optionsMap()
            .keySet();
    for (String block : blocks) {
      JsonNode file = new YAMLMapper().readTree(block);
      file.fieldNames().forEachRemaining(name -> assertThat(options).contains("--" + name));
    }
  }

  @Test
  void profilesOfTheBuildExist() throws IOException {
    String poms =
        Files.readString(Snippets.root().resolve("pom.xml"))
            + Files.readString(Snippets.root().resolve("samediff-graphs/pom.xml"))
            + Files.readString(Snippets.root().resolve("notebooks/pom.xml"));
    for (String document : Snippets.documents()) {
      PROFILE
          .matcher(Snippets.text(document))
          .results()
          .flatMap(it -> Stream.of(it.group(1).split(",", -1)))
          .forEach(profile -> assertThat(poms).contains("<id>" + profile + "</id>"));
    }
  }

  @Test
  void xmlIsWellFormed() throws Exception {
    for (String block : Snippets.blocks("xml")) {
      var source = new InputSource(new StringReader("<all>" + block + "</all>"));
      DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
    }
  }

  /** Whatever language comes next has to be looked at by a test, too. */
  @Test
  void eachLanguageIsLookedAt() throws IOException {
    Set<String> looked = new TreeSet<>(SHELLS);
    looked.addAll(Set.of("java", "kotlin", "yaml", "xml", "python", "groovy"));
    assertThat(looked).containsAll(Snippets.languages());
  }

  /**
   * Where commands begin, the command is there: README's own alias leads to what the build makes.
   */
  @Test
  void theAliasLeadsToTheLauncher() throws IOException {
    assertThat(Snippets.text("README.md")).contains("alias ciss=toolkit/target/ciss4j/bin/ciss\n");
    assertThat(Snippets.root().resolve(Path.of("toolkit/src/dist/bin/ciss"))).isExecutable();
  }
}
