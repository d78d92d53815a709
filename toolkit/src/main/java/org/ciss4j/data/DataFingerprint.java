// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.ciss4j.common.Sha256;

/**
 * A hash by which data is known again, wherever it lies: of the names of classes and images in
 * their order, of the sizes of files, and of the classes in each training image. No file is read
 * for it; a file that changed and kept its size and classes is not noticed.
 */
public final class DataFingerprint {
  private final MessageDigest digest = Sha256.digest();

  private DataFingerprint() {}

  /**
   * The fingerprint of a data set whose training images have been checked.
   *
   * @param parts those whose files are looked at; of the others, the names of images count alone
   * @return 64 lower-case hexadecimal digits
   */
  public static String of(SegmentationDataset dataset, List<Split> parts) {
    DataFingerprint fingerprint = new DataFingerprint();
    fingerprint.add("classes", dataset.labelSpace().classNames());
    for (Split split : Split.values()) {
      for (String id : dataset.ids(split)) {
        long bytes = parts.contains(split) ? dataset.bytes(id) : 0;
        fingerprint.add(split + "/" + id, List.of(bytes, classes(dataset, split, id)));
      }
    }
    return fingerprint.digits();
  }

  /**
   * The fingerprint of files that belong to images, such as maps of them.
   *
   * @param ids names of the images; their order does not matter
   * @param bytes the size of the file of an image
   * @return 64 lower-case hexadecimal digits
   */
  public static String of(Collection<String> ids, ToLongFunction<String> bytes) {
    DataFingerprint fingerprint = new DataFingerprint();
    new TreeSet<>(ids).forEach(id -> fingerprint.add(id, bytes.applyAsLong(id)));
    return fingerprint.digits();
  }

  private String digits() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Object classes(SegmentationDataset dataset, Split split, String id) {
    return split == Split.TRAIN ? new TreeSet<>(dataset.classesIn(id)) : "";
  }

  private void add(String name, Object value) {
    digest.update((name + " " + value + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
