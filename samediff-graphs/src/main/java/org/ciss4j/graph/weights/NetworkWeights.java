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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.ciss4j.graph.weights.tensor.Whereabouts;
import org.ciss4j.graph.weights.tensor.Wrappers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of a weights file under the names of our networks. {@link Naming} says which files are
 * understood. The network may begin behind any prefix, such as {@code module.encoder_q.}; what the
 * file has beside it is left alone.
 */
public final class NetworkWeights {
  /** How many batches a normalisation has seen. Old versions of PyTorch did not count. */
  private static final String COUNTER = ".num_batches_tracked";

  /** Of mmsegmentation and timm. */
  private static final Pattern DEEP_STEM = Pattern.compile("(.*\\.)?(stem|conv1)\\.0\\.weight");

  private final Location location;
  private final Whereabouts whereabouts;

  /** By the names of our networks. */
  private final Map<String, Entry> entries;

  /** By the names of the file, what is not of the network. */
  private final Map<String, INDArray> outside;

  private record Entry(String nameInFile, INDArray array) {}

  private NetworkWeights(Location location, Whereabouts whereabouts, Map<String, INDArray> file) {
    this.location = location;
    this.whereabouts = whereabouts;
    Map<String, Entry> inside = new LinkedHashMap<>();
    Map<String, INDArray> others = new LinkedHashMap<>();
    file.forEach(
        (name, array) -> {
          if (name.startsWith(location.prefix())) {
            String inner = location.inner(name);
            inside.put(location.naming().rename(inner), new Entry(inner, array));
          } else {
            others.put(name, array);
          }
        });
    this.entries = inside;
    this.outside = others;
  }

  /**
   * The arrays of a file.
   *
   * @throws WeightsFormatException if the file is damaged, of another format, names its arrays as
   *     no network does, or holds several networks
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static NetworkWeights read(Path file) {
    WeightsFile.Contents contents = WeightsFile.contents(file);
    Wrappers.Plain<INDArray> plain = Wrappers.takeOff(contents.arrays());
    Whereabouts whereabouts = contents.whereabouts().without(plain.takenOff());
    List<Location> found = Location.among(plain.values().keySet());
    if (found.size() != 1) {
      throw notOne(file, found, plain.values().keySet());
    }
    return new NetworkWeights(found.get(0), whereabouts, plain.values());
  }

  private static WeightsFormatException notOne(Path file, List<Location> found, Set<String> names) {
    if (!found.isEmpty()) {
      return new WeightsFormatException(
          file,
          "one network",
          found.stream()
              .map(location -> Printable.name(location.prefix()))
              .collect(Collectors.joining(", ", found.size() + ", whose names begin with ", "")),
          "in Python, save the state dict of the one you want alone");
    }
    String expected =
        "names such as conv1.weight or features.0.0.weight (torchvision), conv_stem.weight (timm)"
            + " or backbone.conv1.weight (DKD, mmsegmentation)";
    if (names.stream().anyMatch(name -> DEEP_STEM.matcher(name).matches())) {
      return new WeightsFormatException(
          file,
          expected,
          "a ResNet that begins with three convolutions (V1c, V1d)",
          "name weights of a network that begins with one, as torchvision's");
    }
    return new WeightsFormatException(
        file,
        expected,
        names.isEmpty() ? "no arrays" : names.iterator().next(),
        "name the weights of a backbone or of a DKD network");
  }

  /**
   * Gives arrays (themselves, not copies) the names of our networks; empty if theirs follow no
   * naming that is known, or are of several networks.
   */
  public static Optional<NetworkWeights> of(Map<String, INDArray> file) {
    Wrappers.Plain<INDArray> plain = Wrappers.takeOff(file);
    List<Location> found = Location.among(plain.values().keySet());
    return found.size() == 1
        ? Optional.of(
            new NetworkWeights(
                found.get(0), Whereabouts.ROOT.without(plain.takenOff()), plain.values()))
        : Optional.empty();
  }

  /**
   * Compares with the parameters of a network.
   *
   * <p>Counters of batches may be missing, as in files of old versions of PyTorch. What is no float
   * array (quantised weights) does not fit. A classifier of another number of classes counts as
   * left over and missing: it belongs to another step. So does what has another shape in a head
   * that is not ours.
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
          } else if (isFloat(entry) && mayDiffer(name)) {
            missing.add(name);
          } else {
            misfits.add(name + " is " + describe(entry) + " instead of float " + shape);
          }
        });
    List<String> leftOver = new ArrayList<>();
    List<String> classifiers = new ArrayList<>();
    List<String> notTaken = new ArrayList<>();
    entries.forEach(
        (name, entry) -> {
          if (!shapes.containsKey(name) || missing.contains(name)) {
            List<String> list =
                isForeignHead(name)
                    ? notTaken
                    : naming().isClassifier(entry.nameInFile()) ? classifiers : leftOver;
            list.add(entry.nameInFile());
          }
        });
    notTaken.addAll(outside.keySet());
    return new LoadReport(
        naming(),
        location.prefix(),
        whereabouts,
        matched,
        missing,
        misfits,
        leftOver,
        classifiers,
        notTaken);
  }

  private boolean mayDiffer(String name) {
    return HeadLayout.isClassifier(name) || isForeignHead(name);
  }

  /** Whether a parameter is of a head that is made another way than ours. */
  private boolean isForeignHead(String name) {
    return naming().hasForeignHead() && !Naming.isBackbone(name);
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

  /** How the file names the arrays of the network. */
  public Naming naming() {
    return location.naming();
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

  /** All arrays by their names in the file, those beside the network included. */
  public Map<String, INDArray> all() {
    Map<String, INDArray> result = new LinkedHashMap<>();
    entries.values().forEach(entry -> result.put(entry.nameInFile(), entry.array()));
    result.putAll(outside);
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
