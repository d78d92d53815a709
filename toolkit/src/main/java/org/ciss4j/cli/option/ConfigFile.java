// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.report.section.RepeatCommand;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of a command in a YAML file: a line for each, by its name. The {@code config.json} of a
 * run is one too. What is said on the command line counts more than what is said in the file.
 */
public final class ConfigFile {
  private static final String OPTION = "--config";
  private static final String OF_RUN = "config.json";
  private static final String SET = "--set";
  private static final String DASHES = "--";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .build();

  private final Path path;
  private final CommandSpec command;
  private final List<String> given;

  /**
   * A file for a command.
   *
   * @param given what is said beside it
   */
  private ConfigFile(Path path, CommandSpec command, List<String> given) {
    this.path = path;
    this.command = command;
    this.given = given;
  }

  /**
   * The words of a command line with those of its {@code --config} file, if it has one, in the
   * place of that.
   *
   * @throws CissException of kind usage if the file cannot be read or names something that is no
   *     option of the command
   */
  public static String[] expanded(CommandLine root, String... words) {
    int start = 0;
    CommandLine command = root;
    while (start < words.length && command.getSubcommands().containsKey(words[start])) {
      command = command.getSubcommands().get(words[start]);
      start++;
    }
    List<String> others = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (int i = start; i < words.length; i++) {
      if (words[i].startsWith(OPTION + "=")) {
        files.add(words[i].substring(OPTION.length() + 1));
      } else if (words[i].equals(OPTION) && i + 1 < words.length) {
        files.add(words[++i]);
      } else {
        others.add(words[i]);
      }
    }
    if (files.isEmpty()) {
      return words;
    }
    if (files.size() > 1) {
      throw CissException.usage("%s is given twice; name one file", OPTION);
    }
    ConfigFile file =
        new ConfigFile(FileNames.path(files.get(0)), command.getCommandSpec(), others);
    return Stream.of(Stream.of(words).limit(start), file.words().stream(), others.stream())
        .flatMap(all -> all)
        .toArray(String[]::new);
  }

  /**
   * A run as such a file; every option that counts.
   *
   * @throws CissException of kind usage if a value has no option
   */
  public static String text(RunConfig config) {
    List<String> words =
        RepeatCommand.words(config)
            .orElseThrow(
                () -> CissException.usage("no options make this run; see its config.json"));
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 2; i < words.size(); i++) {
      String name = words.get(i).substring(DASHES.length());
      boolean flag = i + 1 == words.size() || words.get(i + 1).startsWith(DASHES);
      String value = flag ? "true" : words.get(++i);
      if (words.get(i - 1).equals(SET)) {
        int equals = value.indexOf('=');
        settings.put(value.substring(0, equals), value.substring(equals + 1));
        values.put(name, settings);
      } else {
        values.merge(name, value, ConfigFile::both);
      }
    }
    try {
      return YAML.writeValueAsString(values).stripTrailing();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The values of an option that is given several times. */
  private static Object both(Object before, Object value) {
    Stream<?> list = before instanceof List<?> several ? several.stream() : Stream.of(before);
    return Stream.concat(list, Stream.of(value)).toList();
  }

  private List<String> words() {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && path.endsWith(OF_RUN)) {
      return ofRun(folder);
    }
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : read().properties()) {
      String name = entry.getKey();
      OptionSpec option = option(name.startsWith("-") ? name : DASHES + name);
      if (option.isMultiValue() || !isGiven(option)) {
        add(words, option, entry.getValue());
      }
    }
    return words;
  }

  /** The options of a run that are not given otherwise. */
  private List<String> ofRun(Path folder) {
    List<String> all =
        RepeatCommand.words(RunDirectory.open(folder).config())
            .orElseThrow(
                () -> CissException.usage("no options make the run of %s; see ciss rerun", path));
    List<String> words = new ArrayList<>();
    for (int i = 2; i < all.size(); i++) {
      OptionSpec option = option(all.get(i));
      List<String> own =
          option.typeInfo().isBoolean() ? List.of(all.get(i)) : List.of(all.get(i), all.get(++i));
      if (!isGiven(option, own.get(own.size() - 1))) {
        words.addAll(own);
      }
    }
    return words;
  }

  private JsonNode read() {
    try {
      JsonNode root =
          path.toString().endsWith(".json")
              ? JsonMapper.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build()
                  .readTree(Files.readString(path))
              : YAML.readTree(Files.readString(path));
      if (!root.isObject()) {
        throw CissException.usage(
            "%s is no list of options; write one in each line, as in epochs: 30", path);
      }
      return root;
    } catch (JsonProcessingException e) {
      String[] lines = e.getOriginalMessage().split("\\R", -1);
      throw CissException.usage(
              "%s is no YAML in line %d: %s",
              path, e.getLocation() == null ? 0 : e.getLocation().getLineNr(), lines[0])
          .withCause(e);
    } catch (IOException e) {
      throw CissException.usage("%s cannot be read: %s", path, FileTrouble.reason(e)).withCause(e);
    }
  }

  private OptionSpec option(String name) {
    OptionSpec option = command.findOption(name);
    if (option == null || name.equals(OPTION)) {
      throw CissException.usage(
          "%s: %s has no option %s; the nearest is %s",
          path,
          command.qualifiedName(),
          name.substring(name.startsWith(DASHES) ? DASHES.length() : 0),
          nearest(name).substring(DASHES.length()));
    }
    return option;
  }

  private String nearest(String name) {
    return command.options().stream()
        .map(OptionSpec::longestName)
        .filter(other -> other.startsWith(DASHES))
        .min(Comparator.comparing(other -> distance(name, other)))
        .orElseThrow();
  }

  /** Letters to be inserted, removed or replaced (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int before = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = before + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        before = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** Whether an option stands on the command line. */
  private boolean isGiven(OptionSpec option) {
    return Stream.of(option.names())
        .anyMatch(name -> given.stream().anyMatch(w -> w.equals(name) || w.startsWith(name + "=")));
  }

  /** Of settings, whether this one does. */
  private boolean isGiven(OptionSpec option, String value) {
    if (!option.longestName().equals(SET)) {
      return isGiven(option);
    }
    String start = value.substring(0, value.indexOf('=') + 1);
    return given.stream()
        .anyMatch(word -> word.startsWith(start) || word.startsWith(SET + "=" + start));
  }

  private void add(List<String> words, OptionSpec option, JsonNode value) {
    String name = option.longestName();
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        add(words, option, entry.getKey() + "=" + text(option, entry.getValue()));
      }
    } else if (value.isArray()) {
      List<String> values = new ArrayList<>();
      value.forEach(each -> values.add(text(option, each)));
      if (option.isMultiValue() && option.splitRegex().isEmpty()) {
        values.forEach(each -> add(words, option, each));
      } else if (!isGiven(option)) {
        words.add(name + "=" + String.join(",", values));
      }
    } else if (!value.isBoolean()) {
      add(words, option, text(option, value));
    } else if (value.booleanValue() && !isGiven(option)) {
      words.add(name);
    }
  }

  private void add(List<String> words, OptionSpec option, String value) {
    if (!isGiven(option, value)) {
      words.add(option.longestName() + "=" + value);
    }
  }

  private String text(OptionSpec option, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw CissException.usage(
          "%s: %s needs a value; leave the line out for the default",
          path, option.longestName().substring(DASHES.length()));
    }
    return value.asText();
  }
}
