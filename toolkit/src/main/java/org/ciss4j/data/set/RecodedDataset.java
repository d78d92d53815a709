// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Inspection;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.PartFindings;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.scenario.LabelSpace;

/**
 * A data set seen under other classes: each of its labels has a number there, and its images have a
 * word in front of their names.
 */
final class RecodedDataset implements SegmentationDataset {
  private final SegmentationDataset dataset;
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
    this.dataset = dataset;
    this.labelSpace = labelSpace;
    this.prefix = prefix;
    Arrays.fill(this.idOf, (byte) LabelSpace.VOID);
    this.idOf[LabelSpace.BACKGROUND] = (byte) idOf.applyAsInt(LabelSpace.BACKGROUND);
    dataset.labelSpace().foreground().forEach(id -> this.idOf[id] = (byte) idOf.applyAsInt(id));
  }

  /** What is seen. */
  SegmentationDataset behind() {
    return dataset;
  }

  /** The classes that the data set has a name for, as far as the label space has them. */
  Set<Integer> named() {
    return foreground(Set.copyOf(dataset.labelSpace().foreground()));
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
    return dataset.ids(split).stream().map(id -> prefix + id).toList();
  }

  @Override
  public LabeledImage read(String id) {
    LabeledImage image = dataset.read(own(id));
    byte[] label = new byte[image.label().length];
    for (int i = 0; i < label.length; i++) {
      label[i] = idOf[Byte.toUnsignedInt(image.label()[i])];
    }
    return new LabeledImage(id, image.width(), image.height(), image.rgb(), label);
  }

  @Override
  public Set<Integer> classesIn(String id) {
    return foreground(dataset.classesIn(own(id)));
  }

  @Override
  public void check(Split split, Progress progress) {
    dataset.check(split, progress);
  }

  @Override
  public long bytes(String id) {
    return dataset.bytes(own(id));
  }

  @Override
  public List<String> origin() {
    return dataset.origin();
  }

  @Override
  public List<Path> sources() {
    return dataset.sources();
  }

  @Override
  public List<String> remarks() {
    return dataset.remarks();
  }

  @Override
  public Inspection inspect(String id) {
    Inspection found = dataset.inspect(own(id));
    inspected.put(id, found);
    Map<Integer, Long> pixels = new TreeMap<>();
    found.pixels().forEach((own, count) -> pixels.merge(idOf(own), count, Long::sum));
    return new Inspection(id, pixels, found.problems(), found.turned());
  }

  @Override
  public PartFindings findings(Split split, List<Inspection> images) {
    return dataset.findings(
        split,
        images.stream()
            .map(Inspection::id)
            .map(id -> inspected.computeIfAbsent(id, name -> dataset.inspect(own(name))))
            .toList());
  }

  @Override
  public String toString() {
    return dataset.toString();
  }
}
