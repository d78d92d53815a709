// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ciss4j.graph.model.HeadLayout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of a weights file under the names of our networks. {@link Naming} says which files are
 * understood; what data-parallel training puts before every name ({@code module.}) is dropped.
 */
public final class NetworkWeights {
  private static final String PARALLEL = "module.";

  /** How many batches a normalisation has seen. Old versions of PyTorch did not count. */
  private static final String COUNTER = ".num_batches_tracked";

  private final Naming naming;

  /** By the names of our networks. */
  private final Map<String, Entry> entries;

  private record Entry(String nameInFile, INDArray array) {}

  private NetworkWeights(Naming naming, Map<String, Entry> entries) {
    this.naming = naming;
    this.entries = entries;
  }

  /**
   * The arrays of a file.
   *
   * @throws WeightsFormatException if the file is damaged, of another format, or names its arrays
   *     as no network does
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static NetworkWeights read(Path file) {
    Map<String, INDArray> arrays = WeightsFile.read(file);
    return of(arrays)
        .orElseThrow(
            () ->
                new WeightsFormatException(
                    file,
                    "names such as conv1.weight or features.0.0.weight (torchvision),"
                        + " conv_stem.weight (timm) or backbone.conv1.weight (DKD)",
                    arrays.isEmpty() ? "no arrays" : arrays.keySet().iterator().next(),
                    "name the weights of a backbone or of a DKD network"));
  }

  /**
   * Gives arrays (themselves, not copies) the names of our networks; empty if theirs follow no
   * naming that is known.
   */
  public static Optional<NetworkWeights> of(Map<String, INDArray> file) {
    boolean parallel = file.keySet().stream().allMatch(name -> name.startsWith(PARALLEL));
    int start = parallel ? PARALLEL.length() : 0;
    return Naming.of(file.keySet().stream().map(name -> name.substring(start)).toList())
        .map(naming -> new NetworkWeights(naming, entries(file, naming, start)));
  }

  private static Map<String, Entry> entries(Map<String, INDArray> file, Naming naming, int start) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    file.forEach(
        (name, array) -> {
          String inner = name.substring(start);
          entries.put(naming.rename(inner), new Entry(inner, array));
        });
    return entries;
  }

  /**
   * Compares with the parameters of a network.
   *
   * <p>Counters of batches may be missing, as in files of old versions of PyTorch. What is no float
   * array (quantised weights) does not fit. A classifier of another number of classes counts as
   * left over and missing: it belongs to another step.
   *
   * @param shapes of the network's parameters by name
   */
  public LoadReport compareWith(Map<String, List<Long>> shapes) {
    List<String> matched = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> misfits = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          Entry entry = entries.get(name);
          if (entry == null) {
            if (!isCounter(name)) {
              missing.add(name);
            }
          } else if (isCounter(name) ? entry.array().length() == 1 : fits(entry, shape)) {
            matched.add(name);
          } else if (isFloat(entry) && HeadLayout.isClassifier(name)) {
            missing.add(name);
          } else {
            misfits.add(name + " is " + describe(entry) + " instead of float " + shape);
          }
        });
    Map<Boolean, List<String>> unused =
        entries.entrySet().stream()
            .filter(
                entry -> !shapes.containsKey(entry.getKey()) || missing.contains(entry.getKey()))
            .map(entry -> entry.getValue().nameInFile())
            .collect(Collectors.partitioningBy(naming::isClassifier));
    return new LoadReport(
        naming,
        matched,
        missing,
        misfits,
        Objects.requireNonNull(unused.get(false)),
        Objects.requireNonNull(unused.get(true)));
  }

  /**
   * How many classes the classifiers of each step have, step 0 first; empty if there are none, or
   * one is missing between others.
   */
  public List<Integer> classesPerStep() {
    List<Integer> classes = new ArrayList<>();
    Entry entry = entries.get(HeadLayout.classifierName(0) + ".weight");
    while (entry != null && entry.array().rank() > 0) {
      classes.add(Math.toIntExact(entry.array().size(0)));
      entry = entries.get(HeadLayout.classifierName(classes.size()) + ".weight");
    }
    return List.copyOf(classes);
  }

  /** Whether classifiers have convolutions of their own, as in SSUL. */
  public boolean hasConvolvedClassifiers() {
    return entries.containsKey(HeadLayout.backgroundName() + ".weight");
  }

  /** Whether the first classifier has an output for the background before those of its classes. */
  public boolean hasBackground() {
    return !entries.containsKey(HeadLayout.auxiliaryName() + ".weight");
  }

  /** How the file names its arrays. */
  public Naming naming() {
    return naming;
  }

  /**
   * Arrays by the names of our networks: those of the file themselves, but for counters of batches
   * of another type than int64, as in files that were converted to half precision.
   *
   * @throws IllegalArgumentException if one is not there
   */
  public Map<String, INDArray> arrays(List<String> names) {
    Map<String, INDArray> result = new LinkedHashMap<>();
    for (String name : names) {
      Entry entry = entries.get(name);
      if (entry == null) {
        throw new IllegalArgumentException("there is no " + name);
      }
      result.put(name, isCounter(name) ? counter(entry.array()) : entry.array());
    }
    return Collections.unmodifiableMap(result);
  }

  /** All arrays by their names in the file. */
  public Map<String, INDArray> all() {
    Map<String, INDArray> result = new LinkedHashMap<>();
    entries.values().forEach(entry -> result.put(entry.nameInFile(), entry.array()));
    return Collections.unmodifiableMap(result);
  }

  private static boolean isCounter(String name) {
    return name.endsWith(COUNTER);
  }

  private static INDArray counter(INDArray array) {
    return array.isScalar() && array.rank() == 0 && array.dataType() == DataType.INT64
        ? array
        : Nd4j.scalar(DataType.INT64, array.getLong(0));
  }

  private static boolean fits(Entry entry, List<Long> shape) {
    return isFloat(entry) && shapeOf(entry).equals(shape);
  }

  private static boolean isFloat(Entry entry) {
    return entry.array().dataType() == DataType.FLOAT;
  }

  private static String describe(Entry entry) {
    return entry.array().dataType().name().toLowerCase(Locale.ROOT) + " " + shapeOf(entry);
  }

  private static List<Long> shapeOf(Entry entry) {
    return Arrays.stream(entry.array().shape()).boxed().toList();
  }
}
