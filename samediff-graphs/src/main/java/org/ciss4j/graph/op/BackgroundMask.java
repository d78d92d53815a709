// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.memory.Ints;
import org.ciss4j.graph.option.ChannelMask;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which places and channels of a teacher's map the background does not reach (LSKD): what the
 * teacher makes of the image is compared with what it makes of the image without old classes and
 * background, and of the image without new classes.
 *
 * <p>A place is left if it is among the share of those that change least without the background,
 * the share being that of new or void pixels, or among the share of those that change most without
 * the new classes, the share being theirs. Change of a place is measured by the cosine of its two
 * vectors, change of a channel by the difference of its means. In an image without new classes the
 * last two maps are the same, and the official code's choice hangs on how cosines are rounded;
 * nothing is chosen there.
 *
 * <p>Inputs: the map of the image, of the image without background, and of the image without new
 * classes, {@code float [N, h, w, C]}; labels {@code INT32 [N, H, W]}, 255 void. Outputs, 1 or 0:
 * places {@code float [N, h, w, 1]} and channels {@code float [N, 1, 1, C]}. They are constants for
 * the gradient.
 */
public final class BackgroundMask extends JavaOp {
  /** Keeps vectors of zeros from being divided by. */
  private static final double NOTHING = 1e-8;

  /** For SameDiff. */
  public BackgroundMask() {}

  /** See {@link Ops#backgroundMask}. */
  BackgroundMask(
      SDVariable map,
      SDVariable withoutOld,
      SDVariable withoutNew,
      SDVariable label,
      int oldOutputs,
      ChannelMask channels) {
    super(map, withoutOld, withoutNew, label);
    addIArgument(oldOutputs);
    addBArgument(channels == ChannelMask.NONE, channels == ChannelMask.FLIPPED);
  }

  @Override
  public int getNumOutputs() {
    return 2;
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    long[] shape = inputs[0].shape();
    boolean fits =
        shape.length == 4
            && Arrays.equals(shape, inputs[1].shape())
            && Arrays.equals(shape, inputs[2].shape())
            && inputs[3].rank() == 3
            && inputs[3].size(0) == shape[0];
    expect(fits, "three maps [N, h, w, C] of one shape and labels [N, H, W]", inputs);
    return new long[][] {{shape[0], shape[1], shape[2], 1}, {shape[0], 1, 1, shape[3]}};
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(DataType.FLOAT, DataType.FLOAT);
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    int images = (int) inputs[0].size(0);
    Floats places = Floats.of(outputs[0]);
    Floats channels = Floats.of(outputs[1]);
    Ints labels = Ints.of(inputs[3]);
    Threads.share(
        images,
        n -> {
          int[] label = new int[(int) (inputs[3].length() / images)];
          labels.read((long) n * label.length, label);
          int old = intArgument(0);
          Shares shares =
              new Shares(
                  share(label, id -> id < old), share(label, id -> id >= old && id != Ops.VOID));
          Changes changes = Changes.of(inputs, n);
          float[] ofPlaces = shares.either(changes.places, false, changes.novel);
          places.write((long) n * ofPlaces.length, ofPlaces);
          float[] ofChannels = ofChannels(shares, changes);
          channels.write((long) n * ofChannels.length, ofChannels);
        });
  }

  private float[] ofChannels(Shares shares, Changes changes) {
    if (flag(0)) {
      float[] all = new float[changes.channels[0].length];
      Arrays.fill(all, 1);
      return all;
    }
    return shares.either(changes.channels, flag(1), changes.novel);
  }

  private static double share(int[] labels, IntPredicate kind) {
    return (double) Arrays.stream(labels).filter(kind).count() / labels.length;
  }

  /**
   * Which part of an image is what.
   *
   * @param old background and old classes
   * @param novel new classes
   */
  private record Shares(double old, double novel) {
    /**
     * What is alike without the background, or unlike without the new classes.
     *
     * @param alike how much, without each of them; how little if flipped
     * @param anyNovel whether it could be unlike without the new classes
     */
    float[] either(double[][] alike, boolean flipped, boolean anyNovel) {
      int sign = flipped ? -1 : 1;
      double[] first = Arrays.stream(alike[0]).map(x -> sign * x).toArray();
      double[] second = Arrays.stream(alike[1]).map(x -> sign * x).toArray();
      double low = quantile(first, old);
      double high = anyNovel ? quantile(second, novel) : Double.NEGATIVE_INFINITY;
      float[] result = new float[first.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = first[i] >= low || second[i] <= high ? 1 : 0;
      }
      return result;
    }

    /** The value below which a share lies, linear between two of them. */
    private static double quantile(double[] values, double share) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double position = share * (sorted.length - 1);
      int below = (int) position;
      int above = Math.min(below + 1, sorted.length - 1);
      return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
  }

  /**
   * What an image's map has in common with those of the image without background and without new
   * classes.
   *
   * @param places cosines of the two vectors of each place
   * @param channels differences of the means of each channel
   * @param novel whether the image without new classes is another one
   */
  private record Changes(double[][] places, double[][] channels, boolean novel) {
    static Changes of(INDArray[] inputs, int image) {
      int width = (int) inputs[0].size(3);
      float[] own = map(inputs[0], image);
      double[][] places = new double[2][];
      double[][] channels = new double[2][];
      boolean novel = true;
      for (int k = 0; k < 2; k++) {
        float[] other = map(inputs[k + 1], image);
        places[k] = cosines(own, other, width);
        channels[k] = differences(own, other, width);
        novel = k == 1 && !Arrays.equals(own, other);
      }
      return new Changes(places, channels, novel);
    }

    private static float[] map(INDArray maps, int image) {
      float[] values = new float[(int) (maps.length() / maps.size(0))];
      Floats.of(maps).read((long) image * values.length, values);
      return values;
    }

    private static double[] cosines(float[] a, float[] b, int width) {
      double[] result = new double[a.length / width];
      for (int place = 0; place < result.length; place++) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = place * width; i < (place + 1) * width; i++) {
          product += (double) a[i] * b[i];
          ofA += (double) a[i] * a[i];
          ofB += (double) b[i] * b[i];
        }
        result[place] = product / Math.max(Math.sqrt(ofA * ofB), NOTHING);
      }
      return result;
    }

    /** By how much the mean over all places differs, of each channel. */
    private static double[] differences(float[] a, float[] b, int width) {
      double[] result = new double[width];
      for (int i = 0; i < a.length; i++) {
        result[i % width] += ((double) b[i] - a[i]) * width / a.length;
      }
      return Arrays.stream(result).map(Math::abs).toArray();
    }
  }
}
