// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import static org.bytedeco.opencv.global.opencv_core.setNumThreads;

import org.bytedeco.opencv.global.opencv_core;

/**
 * What is set for the whole process before OpenCV computes anything. OpenCV reads its number of
 * threads while it shares out an image among them, so a change in the midst of that ends the
 * process: every class that calls OpenCV calls {@link #ready} in its static initialiser, and no
 * thread comes past that before the number is set.
 */
public final class OpenCv {
  static {
    // Loader threads are many enough; OpenCV's own would take the cores from training. One, as none
    // is a number that OpenCV divides by where somebody else was at work before.
    setNumThreads(1);
  }

  private OpenCv() {}

  /** The version of OpenCV, as in {@code 4.13.0}. */
  public static String version() {
    return opencv_core.CV_VERSION;
  }

  /** Returns when OpenCV is set up. */
  public static void ready() {
    // The work is that of the static initialiser, which is done once and which all threads await.
  }
}
