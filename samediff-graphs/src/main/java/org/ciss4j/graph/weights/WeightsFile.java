// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.NamedArrays;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Room;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.ciss4j.graph.weights.tensor.Whereabouts;
import org.ciss4j.graph.weights.torch.TorchLegacy;
import org.ciss4j.graph.weights.torch.TorchView;
import org.ciss4j.graph.weights.torch.TorchViews;
import org.ciss4j.graph.weights.torch.TorchZip;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads named tensors from any weights file: safetensors, or what {@code torch.save} wrote. The
 * format is told by the content; the name of the file does not matter.
 *
 * <p>Of a PyTorch checkpoint, the state dict is read: the dict itself if it holds parameters, or
 * the one it keeps under {@code state_dict}, {@code model_state_dict}, {@code model_state}, {@code
 * model}, {@code net}, {@code network}, {@code module}, {@code weights} or {@code params} (the
 * first in this order), or under any other name if it is the only one; dicts in that one are looked
 * at in the same way. Where a model is kept in several dicts, its parameters have the names of
 * these in front of theirs. What else is there, such as an optimiser or a configuration, is left
 * out, and so are values of a state dict that are no tensors. Names lose what wrappers of the model
 * put into them: {@code module.} in front of all of them, as data-parallel training has it, and
 * {@code _orig_mod.} and the like in any place. {@link Whereabouts} says what was done.
 *
 * <p>A checkpoint is a program that Python would run, and may do anything. Here nothing is run: its
 * instructions are interpreted from a closed list, and of the functions they name, only those that
 * describe tensors and dicts have a meaning. All sizes are checked against that of the file before
 * memory is asked for, and elements go from the file straight into arrays, outside of the heap.
 */
public final class WeightsFile {
  private WeightsFile() {}

  /**
   * The arrays of a file by name, in the order of the file.
   *
   * <p>They are in C order, belong to no workspace, and are the caller's to close. Floating-point
   * numbers of any width become float (a double that is too large for it becomes infinite); whole
   * numbers and truth values keep their type, so int64 stays int64. Tensors that share memory in
   * PyTorch are arrays of their own.
   *
   * @return an immutable map
   * @throws WeightsFormatException if the file is damaged or of another format
   * @throws UncheckedIOException if it cannot be read
   */
  public static Map<String, INDArray> read(Path path) {
    return contents(path).arrays();
  }

  /** The arrays of a file, and where in it they were. */
  record Contents(Map<String, INDArray> arrays, Whereabouts whereabouts) {}

  /** As {@link #read}. */
  static Contents contents(Path path) {
    return OpenFile.with(
        path,
        file -> {
          WeightsFormat format = WeightsFormat.of(file);
          return format == WeightsFormat.SAFETENSORS
              ? new Contents(Safetensors.read(file, ElementType::singlePrecision), Whereabouts.ROOT)
              : contents(file, views(file, format));
        });
  }

  private static Contents contents(OpenFile file, TorchViews.Found found) throws IOException {
    Room.require(file, found.views().stream().map(TorchView::info).toList());
    return new Contents(
        NamedArrays.read(found.views(), view -> view.info().name(), view -> view.read(file)),
        found.whereabouts());
  }

  /**
   * The tensors of a file, without reading their elements.
   *
   * @throws WeightsFormatException if the file is damaged or of another format
   * @throws UncheckedIOException if it cannot be read
   */
  public static WeightsSummary inspect(Path path) {
    return OpenFile.with(
        path,
        file -> {
          WeightsFormat format = WeightsFormat.of(file);
          return format == WeightsFormat.SAFETENSORS
              ? new WeightsSummary(format, SafetensorsHeader.read(file).infos(), Whereabouts.ROOT)
              : summary(format, views(file, format));
        });
  }

  private static WeightsSummary summary(WeightsFormat format, TorchViews.Found found) {
    return new WeightsSummary(
        format, found.views().stream().map(TorchView::info).toList(), found.whereabouts());
  }

  private static TorchViews.Found views(OpenFile file, WeightsFormat format) throws IOException {
    return TorchViews.find(
        file, format == WeightsFormat.PYTORCH ? TorchZip.read(file) : TorchLegacy.read(file));
  }
}
