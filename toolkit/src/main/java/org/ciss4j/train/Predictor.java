// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.function.Consumer;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Batch;
import org.ciss4j.data.Photo;
import org.ciss4j.method.Method;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.train.evaluate.Evaluator;
import org.ciss4j.train.evaluate.ReasoningScores;
import org.ciss4j.train.evaluate.TestTimeAugmentation;
import org.jspecify.annotations.Nullable;

/** Labels photographs with the network of a step of a run; needs nothing but the run directory. */
public final class Predictor implements AutoCloseable {

  /** What a tile sees around the part that it labels, as a share of its side. */
  private static final int MARGINS = 8;

  private static final int SMALLEST_TILE = 64;
  private static final int LARGEST_TILE = 2048;

  /** Bytes of Java heap per pixel: colours, labels, confidence, the images to be written. */
  private static final int HEAP_PER_PIXEL = 20;

  private final Evaluator evaluator;
  private final LabelView view;

  /** Side of tiles in pixels; 0 for tiles only where an image would not fit into the memory. */
  private final int tile;

  private Predictor(Evaluator evaluator, LabelView view, int tile) {
    this.evaluator = evaluator;
    this.view = view;
    this.tile = tile;
  }

  /** The same network, which is shown images in these ways; one of the two is to be closed. */
  public Predictor with(TestTimeAugmentation shown) {
    return new Predictor(evaluator.with(shown), view, tile);
  }

  /**
   * The same network, which labels images larger than this tile by tile. Each tile overlaps its
   * neighbours by an eighth on each side; as it is all that the network sees at a time, labels are
   * not quite those of the whole image.
   *
   * @param side of a tile in pixels, at least 64
   * @throws CissException of kind usage if it is smaller
   */
  public Predictor inTiles(int side) {
    requireTile(side);
    return new Predictor(evaluator, view, side);
  }

  /**
   * The network of a step that is done.
   *
   * @throws CissException of kind usage if the run has no such step
   */
  public static Predictor load(RunDirectory directory, int step) {
    return of(TrainedStep.load(directory, step));
  }

  /**
   * The same for a run of a method of one's own.
   *
   * @throws CissException of kind usage also if the run was trained with another method
   */
  public static Predictor load(RunDirectory directory, int step, Method method) {
    return of(TrainedStep.load(directory, step, method));
  }

  /**
   * Checks the side of a tile.
   *
   * @throws CissException of kind usage if it is less than 64 pixels
   */
  public static void requireTile(int side) {
    if (side < SMALLEST_TILE) {
      throw CissException.usage("tiles of %d pixels; expected at least %d", side, SMALLEST_TILE);
    }
  }

  private static Predictor of(TrainedStep trained) {
    Evaluator evaluator =
        new Evaluator(
            trained.network(), trained.layout(), trained.parameters(), trained.decision());
    return new Predictor(evaluator, trained.view(), 0);
  }

  /** The data set id of a channel: 0 for the background, else of the c-th class learnt. */
  public int classAt(int channel) {
    return view.classAt(channel);
  }

  /** The classes that labels refer to. */
  public LabelSpace labelSpace() {
    return view.scenario().labelSpace();
  }

  /** How many pixels a photograph may have so that it and its labels find room in the heap. */
  public long maxPixels() {
    long byHeap = Runtime.getRuntime().maxMemory() / 5 * 4 / HEAP_PER_PIXEL;
    return Math.min(byHeap, Integer.MAX_VALUE / 3);
  }

  /**
   * Labels every pixel of a photograph at its own size, in tiles if it would not fit into the
   * memory otherwise, or tiles are asked for.
   *
   * @return unsigned bytes {@code [height, width]}: data set ids, 0 for background
   */
  public byte[] labels(Photo photo) {
    return labels(photo, null);
  }

  /**
   * Labels every pixel of a photograph as {@link #labels(Photo)} does, and tells how probable all
   * labels are: by the rule of the method, the background being as probable as its channel says, or
   * as the most probable class is not. Of a method with a threshold or with an unknown class, the
   * most probable label need not be the one that a pixel gets.
   *
   * @param told of rows in no order, each pixel once; from several threads
   * @return unsigned bytes {@code [height, width]}: data set ids, 0 for background
   */
  public byte[] labels(Photo photo, @Nullable Consumer<PixelRow> told) {
    int side = tile == 0 ? largestTile(photo) : tile;
    if (photo.width() <= side && photo.height() <= side) {
      return labels(photo, new Tile(0, 0, photo.width(), photo.height(), 0, 0), told);
    }
    byte[] labels = new byte[photo.width() * photo.height()];
    int inner = side - 2 * (side / MARGINS);
    for (int top = 0; top < photo.height(); top += inner) {
      for (int left = 0; left < photo.width(); left += inner) {
        labelTile(photo, left, top, inner, side / MARGINS, labels, told);
      }
    }
    return labels;
  }

  /** Labels the inner part of a tile, and sees the margin as well. */
  private void labelTile(
      Photo photo,
      int left,
      int top,
      int inner,
      int margin,
      byte[] labels,
      @Nullable Consumer<PixelRow> told) {
    int fromX = Math.max(0, left - margin);
    int fromY = Math.max(0, top - margin);
    int toX = Math.min(photo.width(), left + inner + margin);
    int toY = Math.min(photo.height(), top + inner + margin);
    int count = Math.min(inner, photo.width() - left);
    int bottom = Math.min(photo.height(), top + inner);
    Tile wanted = new Tile(left, top, count, bottom - top, left - fromX, top - fromY);
    byte[] seen = labels(photo.part(fromX, fromY, toX - fromX, toY - fromY), wanted, told);
    for (int y = top; y < bottom; y++) {
      int from = (y - fromY) * (toX - fromX) + left - fromX;
      System.arraycopy(seen, from, labels, y * photo.width() + left, count);
    }
  }

  /** So that the whole photograph is a tile if there is room for it. */
  private int largestTile(Photo photo) {
    long room = evaluator.maxPixels();
    boolean fits = (long) photo.width() * photo.height() <= room;
    int side = (int) Math.min(LARGEST_TILE, Math.sqrt((double) room));
    return fits ? Integer.MAX_VALUE : Math.max(SMALLEST_TILE, side);
  }

  /**
   * What is wanted of an image that is labelled as a whole.
   *
   * @param x column of the photograph
   * @param y row of the photograph
   * @param left where that is in the image
   * @param top where that is in the image
   */
  private record Tile(int x, int y, int width, int height, int left, int top) {
    /** Tells of what is wanted among pixels of the image, which is so many wide. */
    void tell(
        Consumer<PixelRow> told, int imageWidth, int[] labels, int start, float[][] ofLabels) {
      int end = start + ofLabels[0].length;
      for (int row = start / imageWidth; row * imageWidth < end; row++) {
        int first = Math.max(start, row * imageWidth + left);
        int last = Math.min(end, row * imageWidth + left + width);
        if (row >= top && row < top + height && first < last) {
          int column = first - row * imageWidth - left + x;
          told.accept(
              new PixelRow(
                  column, row - top + y, last - first, labels, first, ofLabels, first - start));
        }
      }
    }
  }

  private byte[] labels(Photo photo, Tile wanted, @Nullable Consumer<PixelRow> told) {
    try (Batch batch = photo.toBatch()) {
      int[] channels =
          told == null
              ? evaluator.labels(batch.image())
              : evaluator.labels(
                  batch.image(),
                  (labels, start, ofLabels) ->
                      wanted.tell(told, photo.width(), labels, start, ofLabels));
      byte[] labels = new byte[channels.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) view.classAt(channels[i]);
      }
      return labels;
    }
  }

  /**
   * How probable a class is at every pixel of a photograph at its own size.
   *
   * @param id data set id of a class that the network has learnt
   * @return {@code [height, width]}: by the rule of the method
   */
  public float[] probabilities(Photo photo, int id) {
    try (Batch batch = photo.toBatch()) {
      return evaluator.probabilities(batch.image(), view.channelOf(id));
    }
  }

  /**
   * What the logits of a photograph are made of: what speaks for each class, and what against it.
   */
  public ReasoningScores reasoningScores(Photo photo) {
    try (Batch batch = photo.toBatch()) {
      return evaluator.reasoningScores(batch.image(), view);
    }
  }

  /** Frees what the network keeps from one photograph to the next. */
  @Override
  public void close() {
    evaluator.close();
  }
}
