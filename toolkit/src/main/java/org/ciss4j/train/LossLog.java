// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Sha256;
import org.ciss4j.file.Unchecked;
import org.ciss4j.graph.loss.Drift;
import org.ciss4j.learn.Losses;
import org.ciss4j.result.Checkpoint;
import org.ciss4j.result.Damage;
import org.ciss4j.result.store.FirstLines;

/**
 * The losses of a step as CSV, a line per iteration: iteration, learning rate, objective, terms
 * before their weights, what is watched besides, seconds, and how many of them were spent waiting
 * for the batch.
 */
final class LossLog implements AutoCloseable {
  /** What any method was watched for in version 0.1, which now is for a method to say. */
  private static final List<String> ONCE_WATCHED =
      List.of(Drift.POSITIVE, Drift.NEGATIVE, Drift.SUM);

  private final Path file;

  /** No channel: Java closes that under a thread that is interrupted. */
  private final RandomAccessFile lines;

  private final List<String> names;

  private LossLog(Path file, RandomAccessFile lines, List<String> names) {
    this.file = file;
    this.lines = lines;
    this.names = List.copyOf(names);
  }

  /**
   * A log without iterations; one that is there is replaced.
   *
   * @param names of the terms and of what is watched
   */
  static LossLog begin(Path file, List<String> names) {
    LossLog log = open(file, names);
    log.cut(0);
    log.write(head(names) + "\n");
    return log;
  }

  private static String head(List<String> names) {
    return "iteration,rate,loss," + String.join(",", names) + ",seconds,waited";
  }

  /**
   * The log of a step that goes on: what it holds of later iterations is cut off.
   *
   * @param names of the terms and of what is watched
   * @param rate of the iterations
   * @param checkpoint from which the step goes on
   * @throws CissException of kind failure if it is not as it was at the checkpoint; of kind usage
   *     if it is of other terms or rates
   */
  static LossLog resume(
      Path file, List<String> names, LongToDoubleFunction rate, Checkpoint checkpoint) {
    byte[] kept = upTo(file, checkpoint.iterations());
    String hash = checkpoint.losses();
    if (hash != null && !Sha256.of(kept).equals(hash)) {
      throw damaged(file, "its SHA-256 is not that of the checkpoint");
    }
    List<String> lines = new String(kept, StandardCharsets.UTF_8).lines().toList();
    requireFits(file, lines, names, rate);
    LossLog log = open(file, namesOf(lines.get(0)));
    log.cut(kept.length);
    return log;
  }

  /** What lies between the first three columns of a head and its last two. */
  private static List<String> namesOf(String head) {
    List<String> cells = List.of(head.split(",", -1));
    return cells.size() < 5 ? List.of() : cells.subList(3, cells.size() - 2);
  }

  /** The SHA-256 of the head and the lines of some iterations. */
  static String sha256(Path file, long iterations) {
    return Sha256.of(upTo(file, iterations));
  }

  /** The {@linkplain #ofLabels(Losses) loss of labels} in the first iterations. */
  List<Double> ofLabels(long iterations) {
    int column = names.isEmpty() ? 2 : 3;
    return new String(upTo(file, iterations), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> Double.parseDouble(line.split(",", 5)[column]))
        .toList();
  }

  /**
   * The first term, which in all methods here is that of the labels; what is minimised, if there
   * are no terms.
   */
  double ofLabels(Losses losses) {
    return names.isEmpty() ? losses.total() : valueOf(names.get(0), losses);
  }

  private static byte[] upTo(Path file, long iterations) {
    return FirstLines.of(file, iterations + 1)
        .orElseThrow(
            () ->
                CissException.failure(
                        "%s ends before iteration %d, which was saved; %s",
                        file, iterations, advice(file))
                    .withCause(new EOFException()));
  }

  private static CissException damaged(Path file, String reason) {
    return Damage.of(file, reason, advice(file));
  }

  private static String advice(Path file) {
    return "restore it, or move " + file.getParent() + " away to train the step from its start";
  }

  /** A run of an older version has no hash of its configuration, but its losses know the rates. */
  private static void requireFits(
      Path file, List<String> lines, List<String> names, LongToDoubleFunction rate) {
    List<String> known = namesOf(lines.get(0));
    List<String> expected =
        known.stream()
            .filter(name -> names.contains(name) || !ONCE_WATCHED.contains(name))
            .toList();
    boolean fits = lines.get(0).equals(head(known)) && expected.equals(names);
    for (int i = 1; i < lines.size() && fits; i++) {
      String[] cells = lines.get(i).split(",", 3);
      fits =
          cells.length == 3
              && cells[0].equals(String.valueOf(i - 1))
              && isRate(cells[1], rate.applyAsDouble(i - 1));
    }
    if (!fits) {
      throw Damage.foreign(
          file,
          "is of another configuration than the run has now, by its terms or learning rates",
          "restore config.json, or train into another folder");
    }
  }

  private static boolean isRate(String text, double rate) {
    try {
      return Math.abs(Double.parseDouble(text) - rate) <= 1e-9 * rate;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static LossLog open(Path file, List<String> names) {
    return Unchecked.call(
        () -> new LossLog(file, new RandomAccessFile(file.toFile(), "rw"), names));
  }

  private void cut(long end) {
    try {
      lines.setLength(end);
      lines.seek(end);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void add(long iteration, Losses losses, double seconds, double waited) {
    StringBuilder line = new StringBuilder();
    line.append(iteration).append(',').append(losses.rate()).append(',').append(losses.total());
    for (String name : names) {
      line.append(',').append(valueOf(name, losses));
    }
    line.append(',').append(rounded(seconds)).append(',').append(rounded(waited)).append('\n');
    write(line.toString());
  }

  /** What an older version watched and this one does not is no number. */
  private static double valueOf(String name, Losses losses) {
    Map<String, Double> terms = losses.terms();
    return terms.containsKey(name)
        ? terms.get(name)
        : losses.watched().getOrDefault(name, Double.NaN);
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
    Unchecked.run(lines::close);
  }
}
