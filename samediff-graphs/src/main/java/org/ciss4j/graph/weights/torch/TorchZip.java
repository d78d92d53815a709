// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.torch.PickleValue.Storage;

/**
 * The format of {@code torch.save} since PyTorch 1.6: a zip file with the pickle {@code
 * NAME/data.pkl} and each storage in {@code NAME/data/KEY}.
 */
public final class TorchZip implements TorchArchive {
  private static final Pattern PICKLE = Pattern.compile("([^/]+/)data\\.pkl", Pattern.DOTALL);

  private final OpenFile file;
  private final ZipDirectory directory;
  private final String folder;
  private final PickleValue root;

  private TorchZip(OpenFile file, ZipDirectory directory, String folder) throws IOException {
    this.file = file;
    this.directory = directory;
    this.folder = folder;
    ZipDirectory.Range pickle = directory.find(folder + "data.pkl");
    PickleInput input = new PickleInput(file, pickle.start(), pickle.end());
    this.root = PickleMachine.load(input, new TorchCalls(file));
  }

  /** Reads all but the storages. */
  public static TorchZip read(OpenFile file) throws IOException {
    ZipDirectory directory = ZipDirectory.read(file);
    String folder = folder(file, directory);
    if (directory.names().contains(folder + "constants.pkl")) {
      throw file.wrong(
          "a state dict",
          "a TorchScript program",
          "in Python: torch.save(torch.jit.load(FILE).state_dict(), OTHER)");
    }
    if (directory.names().contains(folder + "byteorder")) {
      requireLittleEndian(file, directory.find(folder + "byteorder"));
    }
    return new TorchZip(file, directory, folder);
  }

  @Override
  public PickleValue root() {
    return root;
  }

  @Override
  public long position(Storage storage) throws IOException {
    int width = StorageType.of(file, storage).bytes();
    ZipDirectory.Range data = directory.find(folder + "data/" + storage.key());
    // Divided, as a product of numbers from a file may overflow.
    if (data.bytes() % width != 0 || data.bytes() / width != storage.elements()) {
      throw file.damaged(
          storage.elements()
              + " elements of "
              + width
              + " bytes in storage "
              + Printable.name(storage.key()),
          data.bytes() + " bytes");
    }
    return data.start();
  }

  private static String folder(OpenFile file, ZipDirectory directory) {
    List<String> folders =
        directory.names().stream()
            .map(PICKLE::matcher)
            .filter(Matcher::matches)
            .map(match -> match.group(1))
            .toList();
    if (folders.size() == 1) {
      return folders.get(0);
    }
    throw file.wrong(
        "one data.pkl in the zip file, as torch.save writes it",
        folders.isEmpty() ? "none" : folders.size() + " of them",
        "check that this is a PyTorch checkpoint; in Python: torch.save(model.state_dict(), FILE)");
  }

  private static void requireLittleEndian(OpenFile file, ZipDirectory.Range range)
      throws IOException {
    int bytes = (int) Math.min(range.bytes(), Long.BYTES);
    byte[] text = file.read(range.start(), bytes).array();
    String order = new String(text, StandardCharsets.ISO_8859_1);
    if (!order.equals("little")) {
      throw TorchLegacy.wrongOrder(file, Printable.name(order));
    }
  }
}
