// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.store.TextFile;

/**
 * The folder of a run in the making that begins with steps of another: it gets its name when all is
 * in it, so it is there whole or not at all.
 */
public final class RunCopy {
  /** What says how good a step is, which is found out anew. */
  private static final List<String> SCORES = List.of("scores.json", "confusion.csv");

  private final RunDirectory from;
  private final RunDirectory made;
  private final Path out;
  private final RunLock lock;

  private RunCopy(RunDirectory from, RunDirectory made, Path out, RunLock lock) {
    this.from = from;
    this.made = made;
    this.out = out;
    this.lock = lock;
  }

  /**
   * Begins a folder.
   *
   * @param from whose steps are to be copied
   * @param config of the new run
   * @param classNames of the new run, by channel
   * @param out its folder, empty or missing
   */
  public static RunCopy of(RunDirectory from, RunConfig config, List<String> classNames, Path out) {
    RunCopy copy = begun(from, config, classNames, out);
    from.startingWeights().ifPresent(copy.made::write);
    return copy;
  }

  /** A folder that begins with no step at all. */
  public static RunCopy empty(RunConfig config, List<String> classNames, Path out) {
    return begun(new RunDirectory(out), config, classNames, out);
  }

  private static RunCopy begun(
      RunDirectory from, RunConfig config, List<String> classNames, Path out) {
    Path place = out.toAbsolutePath();
    Path unfinished = place.resolveSibling("." + place.getFileName() + TextFile.UNFINISHED);
    RunLock lock = RunLock.take(unfinished);
    try {
      OutputFolder.requireFree(out);
      empty(unfinished); // What a process left that was killed.
      return new RunCopy(from, RunDirectory.create(unfinished, config, classNames), out, lock);
    } catch (IOException e) {
      lock.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The folder as far as it is made; has another name than it will. */
  public RunDirectory made() {
    return made;
  }

  /** Copies a step with its scores. */
  void scored(int step) {
    copy(step, step, name -> true);
  }

  /** Copies a step that is to be scored anew. */
  public void step(int step) {
    step(step, step);
  }

  /** The same to another place. */
  public void step(int step, int as) {
    copy(step, as, name -> !SCORES.contains(name));
  }

  private void copy(int step, int as, Predicate<String> wanted) {
    copy(from.root().resolve("step_" + step), made.step(as).make(), wanted);
    from.step(step)
        .start()
        .ifPresent(start -> copy(start.folder(), made.step(as).makeStart().folder(), wanted));
  }

  private static void copy(Path source, Path target, Predicate<String> wanted) {
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.filter(f -> isResult(f, wanted)).toList()) {
        AtomicFile.write(
            target.resolve(file.getFileName()),
            copy ->
                Files.copy(
                    file,
                    copy,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isResult(Path file, Predicate<String> wanted) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && !name.contains(".damaged") && wanted.test(name);
  }

  /** Copies the losses of a step alone, to another place. */
  public void losses(int step, int as) {
    copy(
        from.root().resolve("step_" + step),
        made.step(as).make(),
        name -> name.equals("losses.csv"));
  }

  /**
   * Gives the folder its name.
   *
   * @throws CissException of kind usage if something has come there since; nothing of it is touched
   */
  public RunDirectory finish() {
    try (lock) {
      OutputFolder.requireFree(out);
      if (Files.exists(out)) {
        empty(out); // Nothing is in it but what a process left that was killed before it began.
        Files.deleteIfExists(out.resolve(RunLock.FILE));
        Files.delete(out);
      }
      Files.move(made.root(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RunDirectory.open(out);
  }

  /** Deletes what is in a folder, but for its lock. */
  private static void empty(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> files = Files.walk(folder)) {
      inside = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : inside) {
      if (!file.equals(folder) && !file.equals(folder.resolve(RunLock.FILE))) {
        Files.delete(file);
      }
    }
  }
}
