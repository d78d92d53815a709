// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

/** What the launcher tells the JVM, for those who start a main class from an IDE instead. */
final class Jvm {
  private Jvm() {}

  /** Sets properties that are not set; to be called before any other class of ours is loaded. */
  static void prepare() {
    set("java.awt.headless", "true");
    // JavaCPP remarks on standard error that OpenCV's natives are of another release, unless it
    // logs.
    set("org.bytedeco.javacpp.logger", "slf4j");
    // Files are looked at by as many threads as compute.
    String threads = System.getenv("OMP_NUM_THREADS");
    if (threads != null && threads.matches("[1-9][0-9]{0,3}")) {
      set(
          "java.util.concurrent.ForkJoinPool.common.parallelism",
          String.valueOf(Integer.parseInt(threads) - 1));
    }
    if (Jvm.class.getResource("/logback.xml") == null) {
      set("logback.configurationFile", "org/ciss4j/cli/logback.xml");
    }
  }

  private static void set(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
