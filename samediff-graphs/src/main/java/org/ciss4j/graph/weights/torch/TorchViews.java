// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.tensor.TensorInfo;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.ciss4j.graph.weights.tensor.Whereabouts;
import org.ciss4j.graph.weights.torch.PickleValue.Storage;
import org.ciss4j.graph.weights.torch.PickleValue.Tensor;

/** Checks the tensors of a checkpoint against its storages. */
public final class TorchViews {
  /**
   * Tensors may share elements, or repeat one many times. What they ask for in all is bounded by
   * this many times the file and a little, which no network comes near to.
   */
  private static final long MOST_REPETITIONS = 16;

  private static final long LITTLE = 1 << 20;

  private final OpenFile file;
  private final TorchArchive archive;
  private long bytesLeft;

  private TorchViews(OpenFile file, TorchArchive archive) {
    this.file = file;
    this.archive = archive;
    this.bytesLeft = Math.multiplyExact(MOST_REPETITIONS, file.size()) + LITTLE;
  }

  /** The named tensors of a checkpoint, in their order, and where they were. */
  public record Found(List<TorchView> views, Whereabouts whereabouts) {}

  /** Finds the named tensors of a checkpoint. */
  public static Found find(OpenFile file, TorchArchive archive) throws IOException {
    TorchViews views = new TorchViews(file, archive);
    StateDict.Found dict = StateDict.find(file, archive.root());
    List<TorchView> checked = new ArrayList<>();
    for (Map.Entry<String, Tensor> entry : dict.tensors().entrySet()) {
      checked.add(views.check(entry.getKey(), entry.getValue()));
    }
    return new Found(checked, dict.whereabouts());
  }

  private TorchView check(String name, Tensor tensor) throws IOException {
    if (tensor.size().size() != tensor.stride().size()) {
      throw file.damaged(
          "as many strides as dimensions of " + Printable.name(name),
          tensor.stride() + " for " + tensor.size());
    }
    TensorInfo info = new TensorInfo(name, elementType(name, tensor), tensor.size());
    long elements = elements(name, tensor.size());
    if (elements == 0) {
      return new TorchView(info, 0, tensor.stride(), 0);
    }
    long span = span(name, tensor);
    spend(info, Math.max(span, elements));
    long first = tensor.storage().firstElement() + tensor.offset();
    long start = archive.position(tensor.storage());
    return new TorchView(info, start + first * info.type().bytes(), tensor.stride(), span);
  }

  private ElementType elementType(String name, Tensor tensor) {
    return StorageType.of(file, tensor.storage())
        .elements()
        .orElseThrow(
            () ->
                file.wrong(
                    "real numbers or truth values as " + Printable.name(name),
                    "a tensor on " + Printable.name(tensor.storage().type()),
                    "in Python, convert it to float32 and save again"));
  }

  /** The number of elements. A zero among the dimensions does not excuse the others. */
  private long elements(String name, List<Long> size) {
    long elements = 1;
    try {
      for (long dimension : size) {
        elements = Math.multiplyExact(elements, Math.max(1, dimension));
      }
    } catch (ArithmeticException e) {
      throw file.damaged(
          "a size of " + Printable.name(name) + " with less than 2^63 elements", size.toString());
    }
    return size.contains(0L) ? 0 : elements;
  }

  /** The number of elements of the storage from the first to the last one of a tensor. */
  private long span(String name, Tensor tensor) {
    Storage storage = tensor.storage();
    long last;
    try {
      last = 0;
      for (int i = 0; i < tensor.size().size(); i++) {
        long step = Math.multiplyExact(tensor.size().get(i) - 1, tensor.stride().get(i));
        last = Math.addExact(last, step);
      }
      Math.addExact(last, tensor.offset());
    } catch (ArithmeticException e) {
      throw outside(name, tensor);
    }
    if (tensor.offset() < 0 || last + tensor.offset() >= storage.viewElements()) {
      throw outside(name, tensor);
    }
    return last + 1;
  }

  private WeightsFormatException outside(String name, Tensor tensor) {
    return file.damaged(
        Printable.name(name)
            + " inside the "
            + tensor.storage().viewElements()
            + " elements of its storage",
        "size "
            + tensor.size()
            + " with strides "
            + tensor.stride()
            + " from element "
            + tensor.offset()
            + " on");
  }

  private void spend(TensorInfo info, long elements) {
    if (elements > bytesLeft / info.type().bytes()) {
      throw file.wrong(
          "tensors of at most " + MOST_REPETITIONS + " times the size of the file",
          "more, with " + info.shape() + " of " + Printable.name(info.name()),
          "if the file is yours, save tensors without expanded dimensions");
    }
    bytesLeft -= elements * info.type().bytes();
  }
}
