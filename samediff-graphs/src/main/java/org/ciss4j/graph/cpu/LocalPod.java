// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.Arrays;
import java.util.List;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.memory.Floats;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Local POD, the distance of two maps of which only pooled squares count (PLOP): each image is cut
 * into s x s regions for every scale s; of each region the mean over its columns and the mean over
 * its rows of the squares are taken, all these numbers of one map are a vector, and the distance of
 * two images is the Euclidean one of their vectors. The loss is the mean over images.
 *
 * <p>Regions have {@code floor(H / s) x floor(W / s)} pixels; what is left over at the lower and
 * right border is in none, and a scale with empty regions counts for nothing. The official code
 * takes {@code floor(W / s)} for both sides, which is the same for square maps: with squares, tall
 * maps lose more of their lower rows, and of wide ones the lowest regions are cut off.
 *
 * <p>Where a vector does not differ the gradient is 0.
 */
public final class LocalPod extends MapDistance {
  /** For SameDiff. */
  public LocalPod() {}

  LocalPod(SDVariable a, SDVariable b, List<Integer> scales, boolean squares) {
    super(a, b);
    scales.forEach(scale -> addIArgument(scale));
    addBArgument(squares);
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    int images = (int) inputs[0].size(0);
    Floats a = Floats.of(inputs[0]);
    Floats b = Floats.of(inputs[1]);
    Floats gradient = Floats.of(outputs[1]);
    double[] distances = new double[images];
    Threads.share(
        images,
        image -> {
          Image one = new Image(inputs[0], image, a, b);
          distances[image] = one.distance();
          one.putGradient(1 / (distances[image] * images), gradient);
        });
    outputs[0].putScalar(0, Arrays.stream(distances).sum() / images);
  }

  /** One pair of images, row by row. */
  private final class Image {
    private final int height;
    private final int width;
    private final int channels;
    private final long start;
    private final Floats a;
    private final Floats b;
    private final Scale[] scales;
    private final float[] rowA;
    private final float[] difference;

    Image(INDArray shape, int image, Floats a, Floats b) {
      height = (int) shape.size(1);
      width = (int) shape.size(2);
      channels = (int) shape.size(3);
      start = (long) image * height * width * channels;
      this.a = a;
      this.b = b;
      scales = new Scale[iArguments.size()];
      for (int i = 0; i < scales.length; i++) {
        scales[i] = new Scale(intArgument(i), height, width, channels, flag(0));
      }
      rowA = new float[width * channels];
      difference = new float[width * channels];
    }

    /** Reads a row of both maps, and the difference of their squares. */
    private void read(int row) {
      a.read(start + (long) row * rowA.length, rowA);
      b.read(start + (long) row * rowA.length, difference);
      for (int i = 0; i < rowA.length; i++) {
        difference[i] = rowA[i] * rowA[i] - difference[i] * difference[i];
      }
    }

    double distance() {
      double squares = 0;
      for (int row = 0; row < height; row++) {
        read(row);
        for (Scale scale : scales) {
          squares += scale.add(row, difference);
        }
      }
      for (Scale scale : scales) {
        squares += scale.columnSquares();
      }
      return Math.sqrt(squares);
    }

    /**
     * Writes the gradient.
     *
     * @param factor of the distances of the pooled numbers; infinite where all are 0
     */
    void putGradient(double factor, Floats to) {
      float[] gradient = new float[rowA.length];
      for (int row = 0; row < height; row++) {
        Arrays.fill(gradient, 0);
        if (Double.isFinite(factor)) {
          read(row);
          for (Scale scale : scales) {
            scale.addGradient(row, difference, (float) factor, gradient);
          }
          for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= 2 * rowA[i];
          }
        }
        to.write(start + (long) row * gradient.length, gradient);
      }
    }
  }

  /** The regions of one scale. */
  private static final class Scale {
    private final int regions;
    private final int height;
    private final int rows;
    private final int columns;
    private final int channels;

    /** Means over the rows of each band of regions. */
    private final float[][] means;

    Scale(int regions, int height, int width, int channels, boolean squares) {
      this.channels = channels;
      this.height = height;
      this.rows = (squares ? width : height) / regions;
      this.columns = width / regions;
      this.regions = rows == 0 || columns == 0 ? 0 : regions;
      this.means = new float[this.regions][this.regions * columns * channels];
    }

    /** How many rows a band of regions has; the lowest may be cut off. */
    private int rowsOf(int band) {
      return Math.min(height, (band + 1) * rows) - band * rows;
    }

    /** Adds a row of differences to the means over rows; returns its squared means over columns. */
    double add(int row, float[] difference) {
      if (row >= regions * rows) {
        return 0;
      }
      float[] mean = means[row / rows];
      float share = 1f / rowsOf(row / rows);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += share * difference[i];
      }
      double squares = 0;
      float[] ofRegion = new float[channels];
      for (int region = 0; region < regions; region++) {
        overColumns(region, difference, ofRegion);
        for (int c = 0; c < channels; c++) {
          squares += (double) ofRegion[c] * ofRegion[c];
        }
      }
      return squares;
    }

    private void overColumns(int region, float[] difference, float[] mean) {
      Arrays.fill(mean, 0);
      float share = 1f / columns;
      for (int x = region * columns; x < (region + 1) * columns; x++) {
        for (int c = 0; c < channels; c++) {
          mean[c] += share * difference[x * channels + c];
        }
      }
    }

    double columnSquares() {
      double squares = 0;
      for (float[] mean : means) {
        for (float value : mean) {
          squares += (double) value * value;
        }
      }
      return squares;
    }

    void addGradient(int row, float[] difference, float factor, float[] gradient) {
      if (row >= regions * rows) {
        return;
      }
      float[] mean = means[row / rows];
      float share = factor / rowsOf(row / rows);
      for (int i = 0; i < mean.length; i++) {
        gradient[i] += share * mean[i];
      }
      float[] ofRegion = new float[channels];
      float ofColumn = factor / columns;
      for (int region = 0; region < regions; region++) {
        overColumns(region, difference, ofRegion);
        for (int x = region * columns; x < (region + 1) * columns; x++) {
          for (int c = 0; c < channels; c++) {
            gradient[x * channels + c] += ofColumn * ofRegion[c];
          }
        }
      }
    }
  }
}
