// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.data.IdList;
import org.ciss4j.data.ImageIndex;
import org.ciss4j.data.NpyFile;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;

/**
 * The images of each step as files: names as text, and as NumPy files the positions of these names,
 * from 0, in the list of all training or test images. Names and format of the latter are those of
 * the official code of DKD: {@code overlap_15-1_train_00.npy}. What {@code ciss split --json}
 * prints is in {@code overlap_15-1.json}.
 */
public final class SplitFiles {
  private final Path folder;
  private final StepImages images;
  private final SplitTable table;
  private final List<Path> inputs;

  /**
   * @param table of these images, written beside them so that the lists say what they are of
   * @param inputs files that must not be overwritten, as the lists were read from them
   */
  public SplitFiles(Path folder, StepImages images, SplitTable table, List<Path> inputs) {
    this.inputs = List.copyOf(inputs);
    this.folder = folder;
    this.images = images;
    this.table = table;
  }

  /**
   * Writes all files; replaces those of the same names. Where nothing is held out, lists that an
   * earlier call left of held-out images are removed, as those images are trained on now.
   *
   * @throws CissException of kind usage if the folder cannot be written, or a file is one that was
   *     read
   */
  public void write() {
    images.scenario().forEach(this::requireOther);
    try {
      Files.createDirectories(folder);
      for (Step step : images.scenario()) {
        write(step, "train", Split.TRAIN, images.training(step));
        write(step, "test", Split.TEST, images.test(step));
        if (images.heldOut().isEmpty()) {
          Files.deleteIfExists(file(step, "heldout", ".txt"));
          Files.deleteIfExists(file(step, "heldout", ".npy"));
        } else {
          write(step, "heldout", Split.TRAIN, images.heldOut(step));
        }
      }
      JsonFile.write(folder.resolve(name() + ".json"), table);
    } catch (IOException | UncheckedIOException e) {
      throw CissException.usage(
              "the lists cannot be written to %s (%s); name another folder with --out",
              folder, FileTrouble.reason(e))
          .withCause(e);
    }
  }

  private void requireOther(Step step) {
    for (String part : List.of("train", "test", "heldout")) {
      Outputs.requireOther(file(step, part, ".txt"), inputs.toArray(Path[]::new));
    }
  }

  private void write(Step step, String part, Split split, List<String> ids) {
    AtomicFile.write(file(step, part, ".txt"), new IdList(ids).text());
    byte[] positions = NpyFile.bytes(positions(split, ids));
    AtomicFile.write(file(step, part, ".npy"), temporary -> Files.write(temporary, positions));
  }

  private Path file(Step step, String part, String ending) {
    return folder.resolve(
        String.format(Locale.ROOT, "%s_%s_%02d%s", name(), part, step.index(), ending));
  }

  private String name() {
    return setting(images.rules().setting()) + "_" + images.scenario().name();
  }

  private static String setting(Setting setting) {
    return setting == Setting.OVERLAPPED ? "overlap" : setting.label();
  }

  private int[] positions(Split split, List<String> ids) {
    ImageIndex index = images.index();
    Map<String, Integer> positions = new HashMap<>();
    index.ids(split).forEach(id -> positions.put(id, positions.size()));
    return ids.stream().mapToInt(id -> positions.getOrDefault(id, -1)).toArray();
  }
}
