// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** With the texts of glibc's loader and of JavaCPP. */
class LibraryErrorTest {
  private static final String LIBRARY = "/c/openblas.jar/libjniopenblas_nolapack.so: ";

  private static String explained(String deepest, long free) {
    Throwable cause = new UnsatisfiedLinkError("no jniopenblas in java.library.path: /usr/lib");
    cause.initCause(new UnsatisfiedLinkError(deepest));
    return explained(cause, free);
  }

  private static String explained(Throwable cause, long free) {
    LinkageError thrown = new ExceptionInInitializerError(new RuntimeException("ND4J", cause));
    return new LibraryError("/c", free, "linux-x86_64").explain(thrown);
  }

  @Test
  void theReasonIsTold() {
    long plenty = 1L << 40;
    assertThat(explained(LIBRARY + "failed to map segment from shared object", plenty))
        .isEqualTo(
            "a library does not load (java.lang.UnsatisfiedLinkError: "
                + LIBRARY
                + "failed to map segment from shared object); /c is in a file system whose files"
                + " may not be run (noexec); name another folder:"
                + " CISS_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR");
    String missing = LIBRARY + "libgomp.so.1: cannot open shared object file: No such file";
    assertThat(explained(missing, plenty)).contains("; install libgomp.so.1 on this machine");
    assertThat(explained(missing, 1 << 20)).contains("; /c has no room for the libraries");
    assertThat(explained(LIBRARY + "file too short", 0)).contains("; /c has no room for");
    assertThat(explained(LIBRARY + "file too short", plenty))
        .contains("; what is in /c is damaged");
    assertThat(explained(LIBRARY + "version `GLIBC_2.34' not found (required by x)", plenty))
        .contains("; this system is too old: it lacks GLIBC_2.34 of the C library");
    assertThat(explained("Could not find jniopenblas_nolapack in class, module paths.", plenty))
        .contains(
            "; build ciss4j on this machine, as its natives are of one platform, and this is");
    Throwable unwritable = new UnsatisfiedLinkError("java.io.IOException");
    unwritable.initCause(new IOException("Could not create the cache: Set the property"));
    assertThat(explained(unwritable, plenty))
        .contains("; JavaCPP finds no folder that it can write");
    assertThat(explained(new IllegalStateException(), plenty)).contains("; the jars do not fit");
  }
}
