// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.common;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;

/**
 * A tree of named seeds grown from one root, so that every random choice has its own stream and no
 * choice disturbs another.
 *
 * <p>Names are paths such as {@code init/step2}, {@code shuffle/step2/epoch7} or {@code
 * augment/<image id>}. The seed of a child is the first eight bytes, big-endian, of the SHA-256 of
 * its parent's seed (eight bytes, big-endian) followed by its name in UTF-8; it is the same on
 * every machine.
 *
 * @param root the seed all children come from
 */
public record Seeds(long root) {

  /** The child of this name; {@code child("a/b")} equals {@code child("a").child("b")}. */
  public Seeds child(String name) {
    Seeds seeds = this;
    for (String part : name.split("/", -1)) {
      seeds = new Seeds(hash(seeds.root, part));
    }
    return seeds;
  }

  /** The seed itself, for a generator of one's own. */
  public long value() {
    return root;
  }

  /** A new generator with this seed; {@link Random} because its algorithm is fixed by contract. */
  public Random random() {
    return new Random(root);
  }

  private static long hash(long parent, String name) {
    MessageDigest digest = Sha256.digest();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(parent).array());
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
