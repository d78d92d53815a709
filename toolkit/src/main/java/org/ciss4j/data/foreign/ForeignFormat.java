// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.data.image.Unreadable;

/** What other tools write, and its reader. */
public enum ForeignFormat {
  /** LabelMe's JSON files. */
  LABELME("a folder of LabelMe's JSON files"),
  /** COCO's instances. */
  COCO("a JSON file of COCO's instances"),
  /** COCO's panoptic segments. */
  PANOPTIC("a JSON file of COCO's panoptic segments"),
  /** VOC's folders as CVAT and LabelMe export them. */
  PASCAL("VOC's folders as CVAT and LabelMe export them, with labelmap.txt or class_names.txt"),
  /** Masks in colours. */
  COLOURS("images and masks in the colours of --labels or --palette"),
  /** Masks with other numbers. */
  NUMBERS("images and masks of 8 or 16 bits with the numbers of --labels"),
  /** The full ADE20K. */
  ADE_FULL("images and masks of the full ADE20K; --labels is mapFromADE.txt");

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final String words;

  ForeignFormat(String words) {
    this.words = words;
  }

  /** How a person names it. */
  public String id() {
    return EnumLabel.of(this);
  }

  /** What it is, in words. */
  public String words() {
    return words;
  }

  /** Whether images and masks are files that belong together by their names. */
  public boolean isPaired() {
    return this == PASCAL || this == COLOURS || this == NUMBERS || this == ADE_FULL;
  }

  /**
   * The format of this name.
   *
   * @throws CissException of kind usage if there is none
   */
  public static ForeignFormat of(String id) {
    return EnumLabel.parse(ForeignFormat.class, id, "format %s is unknown; expected %s");
  }

  /**
   * Reads annotations and finds the files; decodes no image.
   *
   * @throws CissException of kind failure if they are not what they should be
   */
  public ForeignData read(ForeignSource source) {
    return switch (this) {
      case LABELME -> new LabelMeReader(source).read();
      case COCO -> new CocoReader(source).read();
      case PANOPTIC -> new PanopticReader(source).read();
      case PASCAL -> new PairedReader(source).pascal();
      case COLOURS -> new PairedReader(source).colours();
      case NUMBERS -> new PairedReader(source).numbers();
      case ADE_FULL -> new PairedReader(source).adeFull();
    };
  }

  /** The format of a file or folder, by what only one has; empty if that is not plain. */
  public static Optional<ForeignFormat> guess(Path path) {
    if (!Files.isDirectory(path)) {
      return ofJson(path);
    }
    if (Files.isDirectory(path.resolve("SegmentationClass"))) {
      return Optional.of(PASCAL);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(JsonFiles::isJson)
          .sorted()
          .findFirst()
          .flatMap(ForeignFormat::ofJson)
          .filter(format -> format == LABELME);
    } catch (IOException e) {
      throw Unreadable.file("folder", path, e);
    }
  }

  private static Optional<ForeignFormat> ofJson(Path file) {
    Set<String> fields;
    try {
      fields = fields(file);
    } catch (IOException e) {
      return Optional.empty(); // Whoever reads it says what is wrong.
    }
    if (fields.contains("shapes")) {
      return Optional.of(LABELME);
    }
    if (fields.contains("segments_info")) {
      return Optional.of(PANOPTIC);
    }
    return fields.contains("annotations") ? Optional.of(COCO) : Optional.empty();
  }

  /** The names of fields at the top, and of those of the first annotation, which ends it. */
  private static Set<String> fields(Path file) throws IOException {
    Set<String> fields = new HashSet<>();
    try (JsonParser parser = FACTORY.createParser(file.toFile())) {
      int depth = 0;
      boolean annotations = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.END_OBJECT && depth == 2 && annotations) {
          return fields;
        }
        if (token == JsonToken.FIELD_NAME && depth == 1) {
          fields.add(parser.currentName());
          annotations = parser.currentName().equals("annotations");
        } else if (token == JsonToken.FIELD_NAME && depth == 3 && annotations) {
          fields.add(parser.currentName());
        }
      }
    }
    return fields;
  }
}
