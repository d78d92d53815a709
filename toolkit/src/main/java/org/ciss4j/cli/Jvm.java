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
