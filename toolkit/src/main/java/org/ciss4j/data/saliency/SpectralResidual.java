// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.saliency;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_saliency.StaticSaliencySpectralResidual;
import org.ciss4j.data.ExtraMaps;
import org.ciss4j.data.image.Mats;
import org.ciss4j.data.image.OpenCv;
import org.ciss4j.data.image.Pixels;

/**
 * Maps that are computed where none were made: what OpenCV's saliency module calls salient (Hou and
 * Zhang, CVPR 2007), at more than the mean of the image. The paper of SSUL has maps of a network
 * trained for saliency.
 */
record SpectralResidual() implements ExtraMaps {
  private static final int MOST = 255;

  static {
    OpenCv.ready();
  }

  @Override
  @SuppressWarnings("try") // The scope frees every native image at once.
  public byte[] of(String id, Pixels image) {
    try (PointerScope scope = new PointerScope()) {
      Mat colours = Mats.of(image.width(), image.height(), CV_8UC3, image.data());
      // Of colours it would take red for blue.
      Mat grey = new Mat();
      cvtColor(colours, grey, COLOR_RGB2GRAY);
      Mat map = new Mat();
      StaticSaliencySpectralResidual.create().computeSaliency(grey, map);
      Mat salient = new Mat();
      threshold(map, salient, mean(map).get(0), MOST, THRESH_BINARY);
      Mat bytes = new Mat();
      salient.convertTo(bytes, CV_8UC1);
      return Mats.bytes(bytes);
    }
  }

  @Override
  public ExtraMaps keptIn(Path folder) {
    return new KeptMaps(this, folder);
  }

  @Override
  public String origin() {
    return "computed by OpenCV (spectral residual)";
  }
}
