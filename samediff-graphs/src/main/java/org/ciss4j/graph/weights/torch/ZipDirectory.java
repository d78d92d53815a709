// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Printable;

/**
 * The entries of a zip file, and where their bytes are: {@code java.util.zip} hides that, and would
 * read every storage through a stream.
 *
 * <p>Entries that are read have to be stored, not compressed, as {@code torch.save} does it. Their
 * checksums are not compared: PyTorch ignores them too, and may leave them out.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">The format</a>
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int WIDE_END = 0x06064b50;
  private static final int WIDE_END_BYTES = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int WIDE_FIELD = 1;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final long LARGEST = 1 << 24;

  private final OpenFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private ZipDirectory(OpenFile file) {
    this.file = file;
  }

  /** A part of the file. */
  record Range(long start, long bytes) {
    long end() {
      return start + bytes;
    }
  }

  private record Entry(boolean plain, long bytes, long header, long directory) {}

  private record Listing(long start, long bytes, long entries) {}

  /** The directory at the end of a file. */
  static ZipDirectory read(OpenFile file) throws IOException {
    ZipDirectory directory = new ZipDirectory(file);
    directory.readEntries(directory.listing());
    return directory;
  }

  /** The names of the entries, in their order; any text. */
  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** Where the bytes of an entry are. */
  Range find(String name) throws IOException {
    String label = "entry " + Printable.name(name);
    Entry entry = entries.get(name);
    if (entry == null) {
      throw file.damaged(label, "none");
    }
    if (!entry.plain) {
      throw file.wrong(
          label + " to be stored as it is",
          "a compressed or encrypted one",
          "save it again with torch.save, which does not compress");
    }
    requireRoom(entry.header, LOCAL_BYTES, entry.directory, label);
    ByteBuffer local = file.read(entry.header, LOCAL_BYTES);
    requireMark(local, LOCAL, "the header of " + label);
    int nameBytes = Short.toUnsignedInt(local.getShort(26));
    long start = entry.header + LOCAL_BYTES + nameBytes + Short.toUnsignedInt(local.getShort(28));
    requireRoom(start, entry.bytes, entry.directory, label);
    if (!name(file.read(entry.header + LOCAL_BYTES, nameBytes), nameBytes).equals(name)) {
      throw file.damaged(label + " to have one name", "two");
    }
    return new Range(start, entry.bytes);
  }

  private void requireRoom(long start, long bytes, long end, String what) {
    if (start < 0 || bytes < 0 || start > end - bytes) {
      throw file.damaged(
          what + " to end before byte " + end, bytes + " bytes from byte " + start + " on");
    }
  }

  private void requireMark(ByteBuffer buffer, int mark, String what) {
    if (buffer.getInt(buffer.position()) != mark) {
      throw file.damaged(what, "other bytes");
    }
  }

  /** The directory's place. A comment may follow its end, so that is searched for backwards. */
  private Listing listing() throws IOException {
    int bytes = (int) Math.min(file.size(), END_BYTES + LONGEST_COMMENT);
    ByteBuffer tail = file.read(file.size() - bytes, bytes);
    for (int at = bytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END
          && Short.toUnsignedInt(tail.getShort(at + 20)) == bytes - END_BYTES - at) {
        return listing(tail.position(at).slice().order(tail.order()), file.size() - bytes + at);
      }
    }
    throw file.wrong(
        "a zip file with a directory at its end",
        "none",
        "the file was cut short: fetch or write it again");
  }

  private Listing listing(ByteBuffer end, long position) throws IOException {
    Listing narrow =
        new Listing(
            Integer.toUnsignedLong(end.getInt(16)),
            Integer.toUnsignedLong(end.getInt(12)),
            Short.toUnsignedInt(end.getShort(10)));
    return requireSane(wideListing(position - LOCATOR_BYTES).orElse(narrow), position);
  }

  /** The same in 64 bits, which {@code torch.save} always writes. */
  private Optional<Listing> wideListing(long locator) throws IOException {
    if (locator < WIDE_END_BYTES) {
      return Optional.empty();
    }
    ByteBuffer pointer = file.read(locator, LOCATOR_BYTES);
    if (pointer.getInt(0) != LOCATOR) {
      return Optional.empty();
    }
    long position = pointer.getLong(8);
    requireRoom(position, WIDE_END_BYTES, locator, "the end of the directory");
    ByteBuffer end = file.read(position, WIDE_END_BYTES);
    requireMark(end, WIDE_END, "the end of the directory");
    return Optional.of(new Listing(end.getLong(48), end.getLong(40), end.getLong(32)));
  }

  private Listing requireSane(Listing listing, long end) {
    requireRoom(listing.start, listing.bytes, end, "the directory");
    if (listing.bytes > LARGEST) {
      throw file.damaged("a directory of at most " + LARGEST + " bytes", listing.bytes + " bytes");
    }
    return listing;
  }

  private void readEntries(Listing listing) throws IOException {
    ByteBuffer rest = file.read(listing.start, (int) listing.bytes);
    while (rest.hasRemaining()) {
      readEntry(rest, listing.start);
    }
    if (entries.size() != listing.entries) {
      throw file.damaged(listing.entries + " entries", Integer.toString(entries.size()));
    }
  }

  /** Reads the entry at the buffer's position, which moves to the next one. */
  private void readEntry(ByteBuffer rest, long directory) {
    if (rest.remaining() < ENTRY_BYTES) {
      throw file.damaged("an entry of the directory", rest.remaining() + " bytes");
    }
    requireMark(rest, ENTRY, "an entry of the directory");
    ByteBuffer entry = rest.slice().order(rest.order());
    int nameBytes = Short.toUnsignedInt(entry.getShort(28));
    int extraBytes = Short.toUnsignedInt(entry.getShort(30));
    int bytes = ENTRY_BYTES + nameBytes + extraBytes + Short.toUnsignedInt(entry.getShort(32));
    if (bytes > entry.limit()) {
      throw file.damaged("an entry of " + bytes + " bytes", entry.limit() + " bytes");
    }
    String name = name(entry.position(ENTRY_BYTES), nameBytes);
    ByteBuffer extra =
        entry.position(ENTRY_BYTES + nameBytes).slice().limit(extraBytes).order(rest.order());
    if (entries.put(name, entry(entry, extra, directory)) != null) {
      throw file.damaged("one entry " + Printable.name(name), "two");
    }
    rest.position(rest.position() + bytes);
  }

  private Entry entry(ByteBuffer entry, ByteBuffer extra, long directory) {
    // Numbers that do not fit their field are in the extra fields, in this order.
    ByteBuffer wide = wideNumbers(extra);
    long bytes = number(entry.getInt(24), wide);
    long storedBytes = number(entry.getInt(20), wide);
    long header = number(entry.getInt(42), wide);
    boolean encrypted = (entry.getShort(8) & 1) != 0;
    boolean plain = entry.getShort(10) == 0 && storedBytes == bytes && !encrypted;
    return new Entry(plain, bytes, header, directory);
  }

  private long number(int field, ByteBuffer wide) {
    if (field != -1) {
      return Integer.toUnsignedLong(field);
    }
    if (wide.remaining() < Long.BYTES) {
      throw file.damaged("a number of 64 bits in an entry of the directory", "none");
    }
    return wide.getLong();
  }

  private static ByteBuffer wideNumbers(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int kind = Short.toUnsignedInt(extra.getShort());
      int bytes = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
      if (kind == WIDE_FIELD) {
        return extra.slice().limit(bytes).order(extra.order());
      }
      extra.position(extra.position() + bytes);
    }
    return ByteBuffer.allocate(0);
  }

  /** A name as text, each byte a character: names are compared, and few say how they are coded. */
  private static String name(ByteBuffer buffer, int bytes) {
    byte[] name = new byte[bytes];
    buffer.get(name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}
