// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.ciss4j.graph.weights.torch.PickleValue.Atom;
import org.ciss4j.graph.weights.torch.PickleValue.Dict;
import org.ciss4j.graph.weights.torch.PickleValue.Sequence;
import org.ciss4j.graph.weights.torch.PickleValue.Storage;
import org.ciss4j.graph.weights.torch.PickleValue.Text;
import org.ciss4j.graph.weights.torch.PickleValue.Whole;

/**
 * The format of {@code torch.save} before PyTorch 1.6: five pickles (a magic number, the version,
 * facts about the machine, the value, the keys of the storages), then each storage as the number of
 * its elements in 8 bytes, and the elements.
 */
public final class TorchLegacy implements TorchArchive {
  private static final long VERSION = 1001;

  /** The magic number as it stands in a pickle of protocol 2 on, and in one of protocol 1. */
  private static final String MAGIC = "l\u00fc\u009cF\u00f9 j\u00a8P\u0019";

  private static final String MAGIC_TEXT = "119547037146038801333356";

  private final OpenFile file;
  private final PickleValue root;
  private final Map<String, Long> positions = new HashMap<>();

  private TorchLegacy(OpenFile file, PickleValue root) {
    this.file = file;
    this.root = root;
  }

  /** Whether a file that begins like this has the magic number of the format. */
  public static boolean matches(byte[] head) {
    String start = new String(head, 0, Math.min(head.length, 40), StandardCharsets.ISO_8859_1);
    return start.contains(MAGIC) || start.contains(MAGIC_TEXT);
  }

  static WeightsFormatException wrongOrder(OpenFile file, String found) {
    return file.wrong(
        "little-endian numbers",
        found + " as their byte order",
        "load and save the file again with torch on a PC");
  }

  /** Reads all but the elements of the storages. */
  public static TorchLegacy read(OpenFile file) throws IOException {
    PickleInput input = new PickleInput(file, 0, file.size());
    TorchCalls calls = new TorchCalls(file);
    PickleMachine.load(input, calls); // the magic number, by which the format was recognised
    requireVersion(file, PickleMachine.load(input, calls));
    requireLittleEndian(file, PickleMachine.load(input, calls));
    TorchLegacy archive = new TorchLegacy(file, PickleMachine.load(input, calls));
    archive.locate(PickleMachine.load(input, calls), calls.storages(), input.position());
    return archive;
  }

  @Override
  public PickleValue root() {
    return root;
  }

  @Override
  public long position(Storage storage) {
    Long position = positions.get(storage.key());
    if (position == null) {
      throw file.damaged("the elements of storage " + Printable.name(storage.key()), "none");
    }
    return position;
  }

  private static void requireVersion(OpenFile file, PickleValue version) {
    if (!(version instanceof Whole number && number.value() == VERSION)) {
      throw file.damaged("version " + VERSION + " of the format", PickleValue.describe(version));
    }
  }

  private static void requireLittleEndian(OpenFile file, PickleValue facts) {
    if (!(facts instanceof Dict dict)) {
      throw file.damaged("a dict of facts about the machine", PickleValue.describe(facts));
    }
    for (Dict.Item item : dict.items()) {
      if (item.key() instanceof Text key
          && key.value().equals("little_endian")
          && item.value() != Atom.TRUE) {
        throw wrongOrder(file, "another one");
      }
    }
  }

  /** Walks over the storages, which have to reach to the end of the file. */
  private void locate(PickleValue keys, Map<String, Storage> storages, long start)
      throws IOException {
    if (!(keys instanceof Sequence sequence)) {
      throw file.damaged("a list of keys of storages", PickleValue.describe(keys));
    }
    long position = start;
    for (PickleValue key : sequence.values()) {
      position = locate(storage(key, storages), position);
    }
    if (position != file.size()) {
      throw file.wrong(
          "the last storage to end at byte " + position,
          "a file of " + file.size() + " bytes",
          "something was appended: fetch or write it again");
    }
  }

  private Storage storage(PickleValue key, Map<String, Storage> storages) {
    Storage storage = key instanceof Text text ? storages.get(text.value()) : null;
    if (storage == null) {
      throw file.damaged("the key of a storage", PickleValue.describe(key));
    }
    return storage;
  }

  /** The end of the storage that begins here. */
  private long locate(Storage storage, long position) throws IOException {
    long start = position + Long.BYTES;
    if (start > file.size()) {
      throw cutShort(storage, "nothing");
    }
    long elements = file.read(position, Long.BYTES).getLong();
    if (elements != storage.elements()) {
      throw file.damaged(
          storage.elements() + " elements in storage " + Printable.name(storage.key()),
          Long.toString(elements));
    }
    long left = file.size() - start;
    int bytes = StorageType.of(file, storage).bytes();
    if (elements > left / bytes) {
      throw cutShort(storage, left + " bytes");
    }
    if (positions.put(storage.key(), start) != null) {
      throw file.damaged("one storage " + Printable.name(storage.key()), "two");
    }
    return start + elements * bytes;
  }

  private WeightsFormatException cutShort(Storage storage, String found) {
    return file.wrong(
        storage.elements() + " elements of storage " + Printable.name(storage.key()),
        found,
        "the file was cut short: fetch or write it again");
  }
}
