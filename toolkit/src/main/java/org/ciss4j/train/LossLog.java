// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.graph.loss.Objective;

/**
 * The losses of a step as CSV, a line per iteration: iteration, learning rate, objective, terms
 * before their weights, seconds, and how many of them were spent waiting for the batch.
 */
final class LossLog implements AutoCloseable {
  private final BufferedWriter writer;

  LossLog(Path file, List<String> terms) {
    try {
      writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
      write("iteration,rate,loss," + String.join(",", terms) + ",seconds,waited\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(long iteration, double rate, Objective.Value value, double seconds, double waited) {
    StringBuilder line = new StringBuilder();
    line.append(iteration).append(',').append(rate).append(',').append(value.total());
    value.terms().values().forEach(term -> line.append(',').append(term));
    line.append(',').append(rounded(seconds)).append(',').append(rounded(waited)).append('\n');
    write(line.toString());
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1e4) / 1e4;
  }

  private void write(String text) {
    try {
      writer.write(text);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
