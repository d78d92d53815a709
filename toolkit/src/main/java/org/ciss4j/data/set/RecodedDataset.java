// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.ciss4j.common.CissException;
import org.ciss4j.data.DatasetView;
import org.ciss4j.data.Inspection;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.PartFindings;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.scenario.LabelSpace;

/**
 * A data set seen under other classes: each of its labels has a number there, and its images have a
 * word in front of their names.
 */
final class RecodedDataset extends DatasetView {
  private final LabelSpace labelSpace;
  private final String prefix;
  private final byte[] idOf = new byte[LabelSpace.VOID + 1];

  /** What was found under the data set's own numbers, by which it judges its parts. */
  private final Map<String, Inspection> inspected = new ConcurrentHashMap<>();

  /**
   * A data set under these classes.
   *
   * @param prefix what its images begin with; may be empty
   * @param idOf the number in the label space of each that the data set gives to a class or to the
   *     background; void is void, and so is what the data set does not name
   */
  RecodedDataset(
      SegmentationDataset dataset, LabelSpace labelSpace, String prefix, IntUnaryOperator idOf) {
    super(dataset);
    this.labelSpace = labelSpace;
    this.prefix = prefix;
    Arrays.fill(this.idOf, (byte) LabelSpace.VOID);
    this.idOf[LabelSpace.BACKGROUND] = (byte) idOf.applyAsInt(LabelSpace.BACKGROUND);
    dataset.labelSpace().foreground().forEach(id -> this.idOf[id] = (byte) idOf.applyAsInt(id));
  }

  /** The classes that the data set has a name for, as far as the label space has them. */
  Set<Integer> named() {
    return foreground(Set.copyOf(behind().labelSpace().foreground()));
  }

  private Set<Integer> foreground(Set<Integer> own) {
    return own.stream()
        .map(this::idOf)
        .filter(label -> label != LabelSpace.BACKGROUND && label != LabelSpace.VOID)
        .collect(Collectors.toUnmodifiableSet());
  }

  private int idOf(int own) {
    return Byte.toUnsignedInt(idOf[own]);
  }

  private String own(String id) {
    if (!id.startsWith(prefix)) {
      throw CissException.usage("%s has no image %s", name(), id);
    }
    return id.substring(prefix.length());
  }

  @Override
  public String name() {
    return labelSpace.name();
  }

  @Override
  public LabelSpace labelSpace() {
    return labelSpace;
  }

  @Override
  public List<String> ids(Split split) {
    return behind().ids(split).stream().map(id -> prefix + id).toList();
  }

  @Override
  public LabeledImage read(String id) {
    LabeledImage image = behind().read(own(id));
    byte[] label = new byte[image.label().length];
    for (int i = 0; i < label.length; i++) {
      label[i] = idOf[Byte.toUnsignedInt(image.label()[i])];
    }
    return new LabeledImage(id, image.width(), image.height(), image.rgb(), label);
  }

  @Override
  public byte[] extra(String name, String id, Pixels image) {
    return behind().extra(name, own(id), image);
  }

  @Override
  public Set<Integer> classesIn(String id) {
    return foreground(behind().classesIn(own(id)));
  }

  @Override
  public long bytes(String id) {
    return behind().bytes(own(id));
  }

  @Override
  public Inspection inspect(String id) {
    Inspection found = behind().inspect(own(id));
    inspected.put(id, found);
    Map<Integer, Long> pixels = new TreeMap<>();
    found.pixels().forEach((own, count) -> pixels.merge(idOf(own), count, Long::sum));
    return new Inspection(id, pixels, found.problems(), found.turned());
  }

  @Override
  public PartFindings findings(Split split, List<Inspection> images) {
    return behind()
        .findings(
            split,
            images.stream()
                .map(Inspection::id)
                .map(id -> inspected.computeIfAbsent(id, name -> behind().inspect(own(name))))
                .toList());
  }
}
