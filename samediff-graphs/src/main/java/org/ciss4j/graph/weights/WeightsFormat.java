// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.IOException;
import java.util.Locale;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.torch.TorchLegacy;

/** The formats of weights files, told apart by how a file begins. */
public enum WeightsFormat {
  /** Of Hugging Face: a JSON header, and plain data. */
  SAFETENSORS("safetensors"),
  /** Of {@code torch.save} since PyTorch 1.6: a zip file. */
  PYTORCH("PyTorch"),
  /** Of {@code torch.save} before PyTorch 1.6: a row of pickles. */
  PYTORCH_LEGACY("PyTorch, before 1.6");

  private static final int HEAD_BYTES = 512;
  private static final int PICKLE = 0x80;

  private final String label;

  WeightsFormat(String label) {
    this.label = label;
  }

  /** The name for people. */
  public String label() {
    return label;
  }

  /** The name for programs, such as {@code pytorch-legacy}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The format of a file; whether all of it is sound is not known yet. */
  static WeightsFormat of(OpenFile file) throws IOException {
    byte[] head = file.read(0, (int) Math.min(file.size(), HEAD_BYTES)).array();
    if (ForeignFile.startsWith(head, 0, "PK\3\4") || ForeignFile.startsWith(head, 0, "PK\5\6")) {
      return PYTORCH;
    }
    if (TorchLegacy.matches(head)) {
      return PYTORCH_LEGACY;
    }
    // The length of a header, which is not nearly as long as its number could be, and the header.
    if (ForeignFile.startsWith(head, 4, "\0\0\0\0{")) {
      return SAFETENSORS;
    }
    throw ForeignFile.refuse(file, head);
  }

  static boolean isPickle(byte[] head) {
    return head.length > 1 && Byte.toUnsignedInt(head[0]) == PICKLE && head[1] <= 5;
  }
}
