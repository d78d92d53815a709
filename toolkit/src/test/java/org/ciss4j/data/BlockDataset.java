// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.ciss4j.scenario.LabelSpace;

/**
 * Images of blocks whose red is ten times their label, so that whatever moves one and not the other
 * is found out. Image {@code train_i} has labels 0, 255 and all classes from 1 to {@code 1 + i %
 * 4}.
 */
public final class BlockDataset implements SegmentationDataset {
  static final int BLOCK = 16;
  public static final int WIDTH = 6 * BLOCK;
  static final int HEIGHT = 4 * BLOCK;

  private final LabelSpace labelSpace =
      new LabelSpace("blocks", List.of("background", "a", "b", "c", "d"));
  private final int count;
  private final Consumer<String> beforeRead;
  public final ConcurrentLinkedQueue<String> readIds = new ConcurrentLinkedQueue<>();

  public BlockDataset(int count) {
    this(count, id -> {});
  }

  public BlockDataset(int count, Consumer<String> beforeRead) {
    this.count = count;
    this.beforeRead = beforeRead;
  }

  @Override
  public String name() {
    return "blocks";
  }

  @Override
  public LabelSpace labelSpace() {
    return labelSpace;
  }

  @Override
  public List<String> ids(Split split) {
    String prefix = split == Split.TRAIN ? "train_" : "test_";
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  @Override
  public LabeledImage read(String id) {
    beforeRead.accept(id);
    readIds.add(id);
    byte[] label = new byte[WIDTH * HEIGHT];
    byte[] rgb = new byte[3 * label.length];
    for (int i = 0; i < label.length; i++) {
      int block = i % WIDTH / BLOCK + 7 * (i / WIDTH / BLOCK);
      int value = block * 7 % (highest(id) + 2);
      label[i] = (byte) (value > highest(id) ? 255 : value);
      rgb[3 * i] = (byte) red(Byte.toUnsignedInt(label[i]));
      rgb[3 * i + 1] = (byte) number(id);
    }
    return new LabeledImage(id, WIDTH, HEIGHT, rgb, label);
  }

  public static int red(int label) {
    return label == 255 ? 255 : 10 * label;
  }

  private static int highest(String id) {
    return 1 + number(id) % 4;
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('_') + 1));
  }

  @Override
  public Set<Integer> classesIn(String id) {
    return Set.copyOf(IntStream.rangeClosed(1, highest(id)).boxed().toList());
  }

  @Override
  public void check(Split split, Progress progress) {}
}
