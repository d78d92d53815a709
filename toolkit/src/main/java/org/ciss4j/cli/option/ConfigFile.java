// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.common.Nearest;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.report.section.RepeatCommand;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of a command in a YAML file: a line for each, by its name. The {@code config.json} of a
 * run is one too, as are {@link StoredOptions} of the command. What is said on the command line
 * counts more than what is said in the file.
 */
public final class ConfigFile {
  private static final String OPTION = "--config";
  private static final String OF_RUN = "config.json";

  /** Options whose values are names and values with = between them; those of others may have it. */
  private static final Set<String> PAIRS = Set.of("--set", "--space");

  private static final String DASHES = "--";

  /** What the values behind a name may be made of: a range and its scale, or a list. */
  private static final String RANGE = "range";

  private static final String SCALE = "scale";
  private static final String VALUES = "values";
  private static final List<String> PARTS = List.of(RANGE, SCALE, VALUES);
  private static final String LINEAR = "linear";

  /** Made where there is a file: every command looks for one, and few have one. */
  private static final class Yaml {
    static final YAMLMapper MAPPER =
        YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();
  }

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
    return text(words.subList(2, words.size()));
  }

  /**
   * Words of a command line as such a file.
   *
   * @param words options, each with its value behind it unless it is a flag; values with commas are
   *     lists
   */
  public static String text(List<String> words) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Map<String, Object>> named = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String option = words.get(i);
      String name = option.substring(DASHES.length());
      if (i + 1 == words.size() || words.get(i + 1).startsWith(DASHES)) {
        values.put(name, true);
        continue;
      }
      String value = words.get(++i);
      if (PAIRS.contains(option)) {
        int equals = value.indexOf('=');
        Map<String, Object> entries = named.computeIfAbsent(name, key -> new LinkedHashMap<>());
        entries.put(value.substring(0, equals), listed(value.substring(equals + 1)));
        values.put(name, entries);
      } else {
        values.merge(name, value, ConfigFile::both);
      }
    }
    try {
      return Yaml.MAPPER.writeValueAsString(values).stripTrailing();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A list if there are several values with commas between them. */
  private static Object listed(String text) {
    List<String> values = List.of(text.split(",", -1));
    return values.size() > 1 ? values : text;
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
    Optional<List<String>> stored =
        command.userObject() instanceof StoredOptions own ? own.stored(path) : Optional.empty();
    if (stored.isPresent()) {
      return missing(stored.get());
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
    return missing(all.subList(2, all.size()));
  }

  /** Words that are not given otherwise. */
  private List<String> missing(List<String> all) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
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
              : asWritten(Files.readString(path));
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
      throw CissException.usage(
              "%s cannot be read: %s; name a YAML file of options, or the config.json of a run",
              path, FileTrouble.reason(e))
          .withCause(e);
    }
  }

  /**
   * A YAML file whose values are texts as they are written, but for true, false and nothing: what
   * YAML takes for an octal number or for a boolean, as {@code 010} and {@code no}, is neither on a
   * command line.
   */
  private static JsonNode asWritten(String yaml) throws IOException {
    try (JsonParser parser = Yaml.MAPPER.createParser(yaml)) {
      return parser.nextToken() == null ? MissingNode.getInstance() : asWritten(parser);
    }
  }

  private static JsonNode asWritten(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = Yaml.MAPPER.createObjectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.set(name, asWritten(parser));
        }
        return object;
      }
      case START_ARRAY -> {
        ArrayNode array = Yaml.MAPPER.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(asWritten(parser));
        }
        return array;
      }
      case VALUE_NULL -> {
        return NullNode.getInstance();
      }
      default -> {
        String text = parser.getText();
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
            ? BooleanNode.valueOf(text.equalsIgnoreCase("true"))
            : TextNode.valueOf(text);
      }
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
    return Nearest.of(
        name,
        command.options().stream()
            .map(OptionSpec::longestName)
            .filter(other -> other.startsWith(DASHES))
            .toList());
  }

  /** Whether an option stands on the command line. */
  private boolean isGiven(OptionSpec option) {
    return Stream.of(option.names())
        .anyMatch(name -> given.stream().anyMatch(w -> w.equals(name) || w.startsWith(name + "=")));
  }

  /** Of settings and other pairs of a name and a value, whether one of this name does. */
  private boolean isGiven(OptionSpec option, String value) {
    int equals = value.indexOf('=');
    if (equals < 0 || !PAIRS.contains(option.longestName())) {
      return isGiven(option);
    }
    String start = value.substring(0, equals + 1);
    return IntStream.range(0, given.size())
        .anyMatch(i -> Stream.of(option.names()).anyMatch(name -> isPair(i, name, start)));
  }

  private boolean isPair(int i, String name, String start) {
    String word = given.get(i);
    return word.startsWith(name + "=" + start)
        || (word.equals(name) && i + 1 < given.size() && given.get(i + 1).startsWith(start));
  }

  private void add(List<String> words, OptionSpec option, JsonNode value) {
    String name = option.longestName();
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        add(words, option, entry.getKey() + "=" + pair(option, entry.getKey(), entry.getValue()));
      }
    } else if (value.isArray()) {
      if (option.isMultiValue() && option.splitRegex().isEmpty()) {
        value.forEach(each -> add(words, option, text(option, each)));
      } else if (!isGiven(option)) {
        words.add(name + "=" + joined(option, value, ","));
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

  /** A value behind a name: a text, a list, or a range and its scale. */
  private String pair(OptionSpec option, String name, JsonNode value) {
    if (value.isArray()) {
      return joined(option, value, ",");
    }
    if (!value.isObject()) {
      return text(option, value);
    }
    String what = option.longestName().substring(DASHES.length()) + "." + name;
    for (Map.Entry<String, JsonNode> part : value.properties()) {
      if (!PARTS.contains(part.getKey())) {
        throw CissException.usage(
            "%s: %s has no %s; the nearest is %s",
            path, what, part.getKey(), Nearest.of(part.getKey(), PARTS));
      }
    }
    if (value.has(RANGE) == value.has(VALUES) || (value.has(VALUES) && value.has(SCALE))) {
      throw CissException.usage(
          "%s: %s needs either a range, such as 1..20, and a scale if it is log, or values",
          path, what);
    }
    return value.has(VALUES)
        ? pair(option, name, value.get(VALUES))
        : range(option, value.get(RANGE)) + scale(option, value);
  }

  private String range(OptionSpec option, JsonNode range) {
    return range.isArray() ? joined(option, range, "..") : text(option, range);
  }

  private String joined(OptionSpec option, JsonNode values, String between) {
    List<String> texts = new ArrayList<>();
    values.forEach(each -> texts.add(text(option, each)));
    return String.join(between, texts);
  }

  /** Nothing of an even one, which is that of every range. */
  private String scale(OptionSpec option, JsonNode value) {
    String scale = value.has(SCALE) ? text(option, value.get(SCALE)) : LINEAR;
    return scale.equals(LINEAR) ? "" : " " + scale;
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
