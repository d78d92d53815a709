// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** The native libraries that compute, and how: what the last digits of numbers depend on. */
public final class Platform {
  private Platform() {}

  /** ND4J's backend with its version, as in {@code CpuBackend 1.0.0-M2.1}. */
  public static String backend() {
    return Nd4j.getBackend().getClass().getSimpleName() + " " + version("org.nd4j", "nd4j-api");
  }

  /** Whether arrays lie in the memory of the CPU, where ops of our own can read them. */
  public static boolean isCpu() {
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }

  /** The BLAS library and its version, as in {@code OpenBLAS 0.3.31-1.5.13}. */
  public static String blas() {
    return "OpenBLAS " + version("org.bytedeco", "openblas");
  }

  /** The version of oneDNN, as in {@code 3.11.0}. */
  public static String oneDnn() {
    dnnl_version_t version = dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /** The instruction set that oneDNN uses here, as in {@code avx512_core}. */
  public static String instructions() {
    return dnnl.get_effective_cpu_isa().intern().name();
  }

  /**
   * Whether the CPU multiplies bfloat16 numbers by instructions of its own, as those with
   * AVX512_BF16 or AMX do; elsewhere oneDNN would be slower with them than with 32-bit floats.
   */
  public static boolean multipliesBf16() {
    return Bf16.MULTIPLIED;
  }

  /** Asked once, as every convolution asks. */
  private static final class Bf16 {
    static final boolean MULTIPLIED = multipliesBf16(instructions());
  }

  /** The same of an instruction set by oneDNN's name for it. */
  static boolean multipliesBf16(String instructions) {
    return Stream.of("bf16", "fp16", "amx", "avx10").anyMatch(instructions::contains);
  }

  /** The number of threads of an op; {@code OMP_NUM_THREADS} decides it. */
  public static int threads() {
    return Threads.count();
  }

  private static String version(String group, String artifact) {
    try {
      return Loader.getVersion(group, artifact);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
