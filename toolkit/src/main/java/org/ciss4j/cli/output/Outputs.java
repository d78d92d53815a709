// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.jspecify.annotations.Nullable;

/** Files that are written must not be those that were read. */
public final class Outputs {
  private Outputs() {}

  /**
   * Nothing if the output is none of the inputs, whatever links and spellings lead to them.
   *
   * @param inputs null for none
   * @throws CissException of kind usage if it is one
   */
  public static void requireOther(Path output, @Nullable Path... inputs) {
    Arrays.stream(inputs)
        .filter(Objects::nonNull)
        .filter(input -> isSame(output, input))
        .findFirst()
        .ifPresent(
            input -> {
              throw CissException.usage(
                  "output %s is %s itself, which is read; name another with --out", output, input);
            });
  }

  /**
   * The same of many outputs and inputs.
   *
   * @throws CissException of kind usage if one of the outputs is an input
   */
  public static void requireOthers(Stream<Path> outputs, Collection<Path> inputs) {
    Set<Path> read = inputs.stream().map(Outputs::real).collect(Collectors.toSet());
    outputs
        .filter(output -> Files.exists(output) && read.contains(real(output)))
        .findFirst()
        .ifPresent(
            output -> {
              throw CissException.usage(
                  "output %s is one of the files that are read; name another folder with --out",
                  output);
            });
  }

  /**
   * No file is written twice.
   *
   * @throws CissException of kind usage that names one that would be
   */
  public static void requireDistinct(Collection<Path> outputs) {
    Set<Path> known = new HashSet<>();
    outputs.stream()
        .filter(output -> !known.add(output))
        .findFirst()
        .ifPresent(
            output -> {
              throw CissException.usage(
                  "output %s would be written twice; rename one of the images or folders", output);
            });
  }

  /**
   * Files that are written beside the one that is named replace others only if that was written
   * before, so that {@code --out losses.html} does not cost the {@code losses.csv} of a run.
   *
   * @throws CissException of kind usage if one of them is there, and the named one is not
   */
  public static void requireBesides(Path named, Path... besides) {
    if (!Files.exists(named)) {
      Arrays.stream(besides)
          .filter(Files::exists)
          .findFirst()
          .ifPresent(
              beside -> {
                throw CissException.usage(
                    "output %s would replace %s, which is written beside it; name another with"
                        + " --out",
                    named, beside);
              });
    }
  }

  /**
   * No output lies in a folder whose files are read, or is that.
   *
   * @throws CissException of kind usage if it does
   */
  public static void requireNotIn(Path output, @Nullable Path... inputs) {
    Path there = real(output);
    for (Path input : inputs) {
      if (input != null && there.startsWith(real(input))) {
        throw CissException.usage(
            "output %s lies in %s, which is read; name another folder with --out", output, input);
      }
    }
  }

  /**
   * An output may be a new folder in one that is read, but not lie in the folders there, such as
   * that of the images.
   *
   * @throws CissException of kind usage if it does
   */
  public static void requireOutside(Path output, @Nullable Path... inputs) {
    Path there = real(output);
    for (Path input : inputs) {
      if (input != null && Files.isDirectory(input) && isDeepIn(real(input), there)) {
        throw CissException.usage(
            "output %s lies in %s, which is read; name another folder with --out", output, input);
      }
    }
  }

  private static boolean isDeepIn(Path folder, Path path) {
    return path.startsWith(folder) && path.getNameCount() > folder.getNameCount() + 1;
  }

  /** Without links, as far as it exists. */
  private static Path real(Path path) {
    // Not normalized: what is behind link/.. is beside that to which the link leads.
    Path absolute = path.toAbsolutePath();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    try {
      return Files.exists(absolute) || parent == null || name == null
          ? absolute.toRealPath()
          : real(parent).resolve(name).normalize();
    } catch (IOException e) {
      return absolute; // What cannot be looked at is told when it is read or written.
    }
  }

  private static boolean isSame(Path output, Path input) {
    try {
      return Files.exists(output)
          ? Files.exists(input) && Files.isSameFile(output, input)
          : output.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize());
    } catch (IOException e) {
      return false; // What cannot be looked at is told when it is read or written.
    }
  }
}
