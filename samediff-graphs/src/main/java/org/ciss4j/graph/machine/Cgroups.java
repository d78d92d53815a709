// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory that Linux lets a group of processes have, as for a container: the least of the limits
 * of this process's control group and of all groups around it that can be seen, of version 1 and 2.
 */
final class Cgroups {
  /** Version 1 says so much where there is no limit, rounded to pages. */
  private static final long UNLIMITED = 1L << 60;

  private final Path root;

  /**
   * Reads nothing yet.
   *
   * @param root of the file system
   */
  Cgroups(Path root) {
    this.root = root;
  }

  /** The limit in bytes; empty if there is none, or no control group. */
  OptionalLong memoryLimit() {
    List<String> groups = lines(root.resolve("proc/self/cgroup"));
    return lines(root.resolve("proc/self/mountinfo")).stream()
        .map(Mount::of)
        .filter(mount -> mount != null)
        .flatMapToLong(
            mount ->
                groups.stream()
                    .filter(mount::isOf)
                    .flatMapToLong(
                        group ->
                            limits(mount, mount.within(group)).stream().mapToLong(Long::longValue)))
        .min();
  }

  /** Of a group and all around it. */
  private List<Long> limits(Mount mount, String group) {
    Path top = root.resolve(mount.point.substring(1));
    List<Long> limits = new ArrayList<>();
    Path folder = top.resolve(group).normalize();
    while (folder != null && folder.startsWith(top)) {
      for (String line : lines(folder.resolve(mount.file()))) {
        if (line.matches("\\d{1,18}") && Long.parseLong(line) < UNLIMITED) {
          limits.add(Long.parseLong(line));
        }
      }
      folder = folder.getParent();
    }
    return limits;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of(); // as where there are no control groups
    }
  }

  /**
   * A place where groups are shown as folders.
   *
   * @param shown the group that is the top folder
   * @param point the top folder
   * @param unified whether it is of version 2
   */
  private record Mount(String shown, String point, boolean unified) {
    /** A line of {@code /proc/self/mountinfo}; null if it is of something else. */
    static @Nullable Mount of(String line) {
      String[] parts = line.split(" - ", 2);
      String[] place = parts[0].split(" ", -1);
      String[] kind = parts.length == 2 ? parts[1].split(" ", -1) : new String[0];
      if (place.length < 5 || kind.length < 3) {
        return null;
      }
      boolean unified = kind[0].equals("cgroup2");
      boolean ofMemory =
          kind[0].equals("cgroup") && List.of(kind[2].split(",", -1)).contains("memory");
      return unified || ofMemory ? new Mount(place[3], place[4], unified) : null;
    }

    String file() {
      return unified ? "memory.max" : "memory.limit_in_bytes";
    }

    /** Whether a line of {@code /proc/self/cgroup} is about what is shown here. */
    boolean isOf(String group) {
      String[] parts = group.split(":", 3);
      return parts.length == 3
          && (unified ? parts[1].isEmpty() : List.of(parts[1].split(",", -1)).contains("memory"));
    }

    /** The group of such a line, below the top folder. */
    String within(String group) {
      String path = group.split(":", 3)[2];
      String below =
          shown.equals("/") ? path : path.startsWith(shown) ? path.substring(shown.length()) : "";
      return below.startsWith("/") ? below.substring(1) : below;
    }
  }
}
