// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import org.ciss4j.result.Build;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class VersionFile implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "ciss4j " + Build.current().version(),
      "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
    };
  }
}
