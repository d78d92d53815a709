// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * What the build wrote down of itself.
 *
 * @param version of ciss4j
 * @param commit full hash, with {@code -dirty} behind it if files had changed since; empty outside
 *     of a repository
 */
public record Build(String version, String commit) {

  /** Of the classes that are running. */
  public static Build current() {
    Properties properties = new Properties();
    try (InputStream stream =
        Objects.requireNonNull(Build.class.getResourceAsStream("version.properties"))) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = properties.getProperty("commit", "");
    boolean changed = Boolean.parseBoolean(properties.getProperty("changed"));
    return new Build(properties.getProperty("version", ""), changed ? commit + "-dirty" : commit);
  }
}
