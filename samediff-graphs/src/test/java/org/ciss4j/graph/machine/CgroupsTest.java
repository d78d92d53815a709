// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupsTest {
  private static final String VERSION_2 =
      "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
  private static final String VERSION_1 =
      """
      22 19 0:20 / /proc rw - proc proc rw
      35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
      36 31 0:33 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct
      """;

  @TempDir Path root;

  @Test
  void noGroupNoLimit() throws IOException {
    assertThat(new Cgroups(root).memoryLimit()).isEmpty();
    write("proc/self/mountinfo", VERSION_2);
    assertThat(new Cgroups(root).memoryLimit()).isEmpty();
    write("proc/self/cgroup", "0::/user.slice\n");
    write("sys/fs/cgroup/user.slice/memory.max", "max\n");
    assertThat(new Cgroups(root).memoryLimit()).isEmpty();
  }

  @Test
  void theTopGroupOfAContainer() throws IOException {
    write("proc/self/mountinfo", VERSION_2);
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/memory.max", "8589934592\n");
    assertThat(new Cgroups(root).memoryLimit()).hasValue(8L << 30);
  }

  @Test
  void theLeastOfAGroupAndThoseAround() throws IOException {
    write("proc/self/mountinfo", VERSION_2);
    write("proc/self/cgroup", "0::/kubepods/pod7/one\n");
    write("sys/fs/cgroup/kubepods/memory.max", "17179869184\n");
    write("sys/fs/cgroup/kubepods/pod7/memory.max", "4294967296\n");
    write("sys/fs/cgroup/kubepods/pod7/one/memory.max", "max\n");
    assertThat(new Cgroups(root).memoryLimit()).hasValue(4L << 30);
    write("sys/fs/cgroup/kubepods/pod7/one/memory.max", "3221225472\n");
    assertThat(new Cgroups(root).memoryLimit()).hasValue(3L << 30);
  }

  @Test
  void versionOneNested() throws IOException {
    write("proc/self/mountinfo", VERSION_1);
    write("proc/self/cgroup", "5:cpu,cpuacct:/else\n4:memory:/docker/abc\n0::/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    assertThat(new Cgroups(root).memoryLimit()).isEmpty();
    write("sys/fs/cgroup/memory/docker/memory.limit_in_bytes", "6442450944\n");
    write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "9223372036854771712\n");
    assertThat(new Cgroups(root).memoryLimit()).hasValue(6L << 30);
  }

  /** A container that sees its own group as the top one, and is told the path of the host. */
  @Test
  void whatIsShownMayBeAPart() throws IOException {
    write("proc/self/mountinfo", VERSION_1.replace("0:32 /", "0:32 /docker/abc"));
    write("proc/self/cgroup", "4:memory:/docker/abc/inner\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "2147483648\n");
    write("sys/fs/cgroup/memory/inner/memory.limit_in_bytes", "1073741824\n");
    assertThat(new Cgroups(root).memoryLimit()).hasValue(1L << 30);
    write("proc/self/cgroup", "4:memory:/\n");
    assertThat(new Cgroups(root).memoryLimit()).hasValue(2L << 30);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
