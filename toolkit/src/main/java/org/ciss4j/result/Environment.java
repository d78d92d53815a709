// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What computed the numbers of a run: with another one of these, the last digits may differ.
 *
 * @param version of ciss4j
 * @param commit that it was built from; empty if it was not built in a repository
 * @param java version and vendor
 * @param os name, version and processor architecture
 * @param backend of ND4J, with its version
 * @param blas library and version
 * @param oneDnn version
 * @param instructions set of the processor that oneDNN uses
 * @param threads that ops run on
 */
public record Environment(
    String version,
    String commit,
    String java,
    String os,
    String backend,
    String blas,
    String oneDnn,
    String instructions,
    int threads) {

  /** Version and vendor of the Java that runs this process. */
  public static String javaOfProcess() {
    return System.getProperty("java.version") + ", " + System.getProperty("java.vendor");
  }

  /** Name, version and processor architecture of the operating system of this process. */
  public static String systemOfProcess() {
    return Stream.of("os.name", "os.version", "os.arch")
        .map(System::getProperty)
        .collect(Collectors.joining(" "));
  }

  /** What of another environment is not as in this one and may change numbers, in words. */
  public List<String> differences(Environment other) {
    List<String> found = new ArrayList<>();
    compare(found, "ciss4j", version, other.version);
    compare(found, "commit", commit, other.commit);
    compare(found, "Java", java, other.java);
    compare(found, "operating system", os, other.os);
    compare(found, "backend", backend, other.backend);
    compare(found, "BLAS", blas, other.blas);
    compare(found, "oneDNN", oneDnn, other.oneDnn);
    compare(found, "instruction set", instructions, other.instructions);
    compare(found, "threads", threads, other.threads);
    return List.copyOf(found);
  }

  private static void compare(List<String> found, String name, Object one, Object other) {
    boolean known = !one.equals("") && !one.equals(0);
    if (known && !one.equals(other)) {
      found.add(name + " " + one + ", now " + other);
    }
  }
}
