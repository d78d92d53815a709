// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * A hash by which data is known again, wherever it lies: of the names of classes and images in
 * their order, of the sizes of files, and of the classes in each training image. No file is read
 * for it; a file that changed and kept its size and classes is not noticed.
 */
public final class DataFingerprint {
  private final SegmentationDataset dataset;
  private final MessageDigest digest;

  private DataFingerprint(SegmentationDataset dataset) {
    this.dataset = dataset;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The fingerprint of a data set whose training images have been checked.
   *
   * @param parts those whose files are looked at; of the others, the names of images count alone
   * @return 64 lower-case hexadecimal digits
   */
  public static String of(SegmentationDataset dataset, List<Split> parts) {
    return new DataFingerprint(dataset).of(parts);
  }

  private String of(List<Split> parts) {
    add("classes", dataset.labelSpace().classNames());
    for (Split split : Split.values()) {
      for (String id : dataset.ids(split)) {
        long bytes = parts.contains(split) ? dataset.bytes(id) : 0;
        add(split + "/" + id, List.of(bytes, classes(split, id)));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private Object classes(Split split, String id) {
    return split == Split.TRAIN ? new TreeSet<>(dataset.classesIn(id)) : "";
  }

  private void add(String name, Object value) {
    digest.update((name + " " + value + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
