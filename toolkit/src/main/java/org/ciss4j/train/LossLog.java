// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.scenario.CissException;

/**
 * The losses of a step as CSV, a line per iteration: iteration, learning rate, objective, terms
 * before their weights, what is watched besides, seconds, and how many of them were spent waiting
 * for the batch.
 */
final class LossLog implements AutoCloseable {
  private final Path file;

  /** No channel: Java closes that under a thread that is interrupted. */
  private final RandomAccessFile lines;

  private LossLog(Path file, RandomAccessFile lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * A log without iterations; one that is there is replaced.
   *
   * @param names of the terms and of what is watched
   */
  static LossLog begin(Path file, List<String> names) {
    LossLog log = open(file);
    log.cut(0);
    log.write("iteration,rate,loss," + String.join(",", names) + ",seconds,waited\n");
    return log;
  }

  /**
   * The log of a step that goes on: what it holds of later iterations is cut off.
   *
   * @param iterations how many of its iterations stay
   * @throws CissException of kind failure if it does not hold so many
   */
  static LossLog resume(Path file, long iterations) {
    long end = end(file, iterations + 1);
    if (end < 0) {
      throw CissException.failure(
          "%s ends before iteration %d, which was saved; restore it or train into another folder",
          file, iterations);
    }
    LossLog log = open(file);
    log.cut(end);
    return log;
  }

  private static LossLog open(Path file) {
    try {
      return new LossLog(file, new RandomAccessFile(file.toFile(), "rw"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long end(Path file, long lines) {
    try {
      return end(Files.readAllBytes(file), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cut(long end) {
    try {
      lines.setLength(end);
      lines.seek(end);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Where so many lines end; -1 if there are fewer. */
  private static long end(byte[] text, long lines) {
    long left = lines;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n' && --left == 0) {
        return i + 1L;
      }
    }
    return -1;
  }

  void add(long iteration, double rate, Objective.Value value, double seconds, double waited) {
    StringBuilder line = new StringBuilder();
    line.append(iteration).append(',').append(rate).append(',').append(value.total());
    value.terms().values().forEach(term -> line.append(',').append(term));
    value.watched().values().forEach(watched -> line.append(',').append(watched));
    line.append(',').append(rounded(seconds)).append(',').append(rounded(waited)).append('\n');
    write(line.toString());
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1e4) / 1e4;
  }

  private void write(String text) {
    try {
      lines.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Makes the lines so far outlast a failure of the machine. */
  void force() {
    try {
      lines.getFD().sync();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** What a full disk throws says nothing of the file. */
  private UncheckedIOException failed(IOException e) {
    FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
    named.initCause(e);
    return new UncheckedIOException(named);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
