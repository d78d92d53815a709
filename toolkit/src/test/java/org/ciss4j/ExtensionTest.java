// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ciss4j.cli.StoredFiles;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Analytic;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.Joint;
import org.ciss4j.method.Method;
import org.ciss4j.method.Mib;
import org.ciss4j.method.SoftmaxFineTuning;
import org.ciss4j.method.Ssul;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.Augmentation;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.train.Checkpoints;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.StopSignal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionTest {
  /** Believes in nothing that is not labelled, so that what one step says reaches no other. */
  private static final Analytic SCEPTIC = new Analytic(24, Analytic.Features.BOTH, 1, 1, 1e9, 0.5);

  private static final Analytic BELIEVER = new Analytic(24, Analytic.Features.BOTH, 1, 1, 0, 0.5);

  @TempDir static Path shared;
  private static Path first;
  private static Path triangles;
  private static Path crosses;
  private static Path test;

  /** A run of analytic on discs and squares. */
  private static Path base;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    ShapeFolders shapes = new ShapeFolders(shared, 32, 40);
    first = shapes.train("first", "square", "disc");
    triangles = shapes.trainWithout("triangles", List.of("cross"), "triangle");
    crosses = shapes.trainWithout("crosses", List.of("triangle"), "cross");
    test = shapes.test("test", "cross", "triangle", "disc", "square");
    base = shared.resolve("base");
    plain(first).method(SCEPTIC).train(base);
  }

  private static Ciss plain(Path data) {
    return Ciss.dataset("folder")
        .data(data)
        .scenario("joint")
        .backbone("tiny")
        .crop(32)
        .batchSize(4)
        // An image is looked at alike in whatever step it comes.
        .augmentation(Augmentation.of(Augmentation.Recipe.NONE))
        .epochs(1);
  }

  private static Extension extension(Path run, Path data) {
    return Ciss.extend(run).data(data).testData(test);
  }

  @Test
  void learnsWhatAnotherFolderNames() throws IOException {
    byte[] before = Files.readAllBytes(base.resolve("step_0/model.safetensors"));
    RunResult result = extension(base, triangles).train(folder.resolve("two"));
    assertThat(result.classNames()).containsExactly("background", "square", "disc", "triangle");
    assertThat(result.steps()).hasSize(2);
    assertThat(result.last().newClasses()).containsExactly("triangle");
    assertThat(result.config().method().name()).isEqualTo("analytic");
    assertThat(result.config().method().hyperParameters()).containsEntry("width", "24");
    assertThat(folder.resolve("two/step_0/model.safetensors")).hasBinaryContent(before);
    assertThat(base.resolve("step_0/model.safetensors")).hasBinaryContent(before);
    assertThat(folder.resolve("two/step_1/start")).doesNotExist();
  }

  @Test
  void saysWhereItsStepsComeFrom() {
    Path two = folder.resolve("two");
    extension(base, triangles).train(two);
    Lineage lineage = extension(two, crosses).train(folder.resolve("three")).config().lineage();
    assertThat(lineage.steps()).hasSize(2);
    Lineage.Learnt learnt = lineage.steps().get(1);
    assertThat(learnt.run()).isEqualTo(two.toString());
    assertThat(learnt.data()).isEqualTo(triangles.toString());
    assertThat(learnt.classes()).containsExactly("triangle");
    assertThat(learnt.images()).isPositive();
    assertThat(learnt.method().name()).isEqualTo("analytic");
    assertThat(learnt.dataFingerprint())
        .isEqualTo(RunDirectory.open(two).provenance().dataFingerprint());
    assertThat(learnt.model()).isEqualTo(RunDirectory.open(two).step(1).modelSha256());
    assertThat(lineage.steps().get(0).run()).isEqualTo(base.toString());
    assertThat(lineage.newClasses()).containsExactly("cross");
  }

  /** The sums are the same in any order, so the classifiers are, class by class. */
  @Test
  void orderDoesNotMatter() {
    Path one = folder.resolve("one");
    extension(base, triangles).train(one);
    Path oneThenOther = folder.resolve("one-other");
    extension(one, crosses).train(oneThenOther);
    Path other = folder.resolve("other");
    extension(base, crosses).train(other);
    Path otherThenOne = folder.resolve("other-one");
    extension(other, triangles).train(otherThenOne);
    Parameters a = load(oneThenOther, 2);
    Parameters b = load(otherThenOne, 2);
    assertSame(a, 0, b, 0);
    assertSame(a, 1, b, 2);
    assertSame(a, 2, b, 1);
  }

  @Test
  void forgetsAsIfItHadNeverSeen() {
    Path two = folder.resolve("two");
    extension(base, triangles).train(two);
    Path three = folder.resolve("three");
    extension(two, crosses).train(three);
    Path without = folder.resolve("without");
    RunResult result = Ciss.forget(three, 1, without, RunListener.none());
    assertThat(result.classNames()).containsExactly("background", "square", "disc", "cross");
    assertThat(result.steps()).hasSize(2);
    assertThat(result.config().lineage().forgotten())
        .singleElement()
        .satisfies(gone -> assertThat(gone.classes()).containsExactly("triangle"));
    Path never = folder.resolve("never");
    extension(base, crosses).train(never);
    assertSame(load(without, 1), 0, load(never, 1), 0);
    assertSame(load(without, 1), 1, load(never, 1), 1);
    assertThat(Ciss.open(three).steps()).hasSize(3);
  }

  @Test
  void forgetsTheLastStep() {
    Path two = folder.resolve("two");
    extension(base, triangles).train(two);
    RunResult result = Ciss.forget(two, 1, folder.resolve("one"), RunListener.none());
    assertThat(result.steps()).hasSize(1);
    assertSame(load(folder.resolve("one"), 0), 0, load(base, 0), 0);
  }

  @Test
  void forgetsAStepOfAPlainRun() {
    Path run = folder.resolve("run");
    Ciss.dataset("sample").scenario("3-1").method(BELIEVER).crop(32).epochs(1).train(run);
    RunResult result = Ciss.forget(run, 1, folder.resolve("without"), RunListener.none());
    assertThat(result.config().scenario().name()).isEqualTo("joint");
    assertThat(result.steps()).hasSize(1);
    assertThat(result.classNames()).hasSize(4);
    assertThat(Ciss.evaluate(folder.resolve("without"), 0).confusion().counts())
        .isEqualTo(result.last().confusion().counts());
  }

  @Test
  void doesNotForgetWhatTheNetworkIsMadeOf() {
    assertThatThrownBy(() -> Ciss.forget(base, 0, folder.resolve("none"), RunListener.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("step 0 have trained the network itself");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void doesNotForgetWhatOtherMethodsHaveLearnt() {
    Path two = folder.resolve("two");
    extension(base, triangles).method(Dkd.voc()).with(run -> run.epochs(1)).train(two);
    assertThatThrownBy(() -> Ciss.forget(two, 1, folder.resolve("none"), RunListener.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("step 1")
        .hasMessageContaining("was learnt by dkd");
  }

  /** Stopped in its midst and gone on with, it ends in the same bits. */
  @Test
  void goesOnAfterAStop() throws IOException {
    for (Method method : List.of(BELIEVER, Dkd.voc(), Mib.standard())) {
      Path whole = folder.resolve(method.name());
      extension(base, triangles).method(method).train(whole);
      Path stopped = folder.resolve(method.name() + "-stopped");
      StopSignal stop = new StopSignal();
      extension(base, triangles)
          .method(method)
          .with(run -> run.stop(stop))
          .train(
              stopped,
              event -> {
                if (event instanceof RunEvent.IterationDone) {
                  stop.request();
                }
              });
      assertThat(Ciss.open(stopped).steps()).hasSize(1);
      Ciss.resume(stopped, RunListener.none());
      for (String file : List.of("step_1/model.safetensors", "step_1/scores.json")) {
        assertThat(stopped.resolve(file))
            .as("%s of %s", file, method.name())
            .hasSameBinaryContentAs(whole.resolve(file));
      }
    }
  }

  /** A process that is killed while it scores what was there goes on, and learns nothing again. */
  @Test
  void goesOnBeforeItsStepHasBegun() {
    Path stopped = folder.resolve("stopped");
    stopWhileScoring(stopped);
    assertThat(Ciss.open(stopped).steps()).isEmpty();
    Path whole = folder.resolve("whole");
    extension(base, triangles).train(whole);
    assertThat(Ciss.resume(stopped, RunListener.none()).steps()).hasSize(2);
    assertThat(stopped.resolve("step_1/model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("step_1/model.safetensors"));
  }

  /** Other methods go on from the same answers: put in another way, every pixel keeps its label. */
  @Test
  void otherMethodsStartFromTheSameAnswers() {
    for (Method method : List.of(Dkd.voc(), Mib.standard())) {
      Path out = folder.resolve(method.name());
      List<String> remarks = new ArrayList<>();
      extension(base, triangles)
          .method(method)
          .with(run -> run.epochs(1))
          .train(
              out,
              event -> {
                if (event instanceof RunEvent.Remark remark) {
                  remarks.add(remark.text());
                }
              });
      assertThat(remarks).noneMatch(text -> text.contains("cannot be reckoned"));
      assertThat(out.resolve("step_1/start/model.safetensors")).exists();
      assertThat(RunDirectory.open(out).result().steps()).hasSize(2);
    }
  }

  /** Its classifiers are of a kind of their own, and what was learnt with them stays. */
  @Test
  void ssulGoesOnWithSsul() {
    Path run = folder.resolve("ssul");
    plain(first).method(Ssul.voc()).train(run);
    Path out = folder.resolve("ssul-extended");
    RunResult result = extension(run, triangles).method(Ssul.voc()).train(out);
    assertThat(result.classNames()).containsExactly("background", "square", "disc", "triangle");
    assertThat(load(out, 1).get("cls.1.conv.weight"))
        .isEqualTo(load(run, 0).get("cls.1.conv.weight"));
    assertThat(load(out, 1).contains("cls.2.conv.weight")).isTrue();
    for (Method other : List.of(Dkd.voc(), Mib.standard(), SCEPTIC)) {
      assertRefused(
          extension(run, triangles).method(other),
          "the network that method ssul has learnt has other classifiers than method "
              + other.name()
              + " trains (1x1 convolutions of one map); go on with ssul");
    }
    assertRefused(extension(base, triangles).method(Ssul.voc()), "go on with analytic");
  }

  @Test
  void gathersWhatOtherMethodsHaveNotKept() {
    for (Method method : List.of(Dkd.voc(), SoftmaxFineTuning.standard())) {
      Path run = folder.resolve(method.name());
      plain(first).method(method).train(run);
      List<String> remarks = new ArrayList<>();
      Path out = folder.resolve(method.name() + "-extended");
      extension(run, triangles)
          .method(SCEPTIC)
          .train(
              out,
              event -> {
                if (event instanceof RunEvent.Remark remark) {
                  remarks.add(remark.text());
                }
              });
      assertThat(remarks).anyMatch(text -> text.contains("gathered from the training images of"));
      assertThat(out.resolve("step_1/start/learner.safetensors")).exists();
    }
  }

  @Test
  void gathersFromFoldersThatAreNamed() throws IOException {
    Path moved = folder.resolve("data");
    StoredFiles.copy(first, moved);
    Path run = folder.resolve("run");
    plain(moved).method(Dkd.voc()).train(run);
    StoredFiles.copy(moved, folder.resolve("elsewhere"));
    StoredFiles.delete(moved);
    assertThatThrownBy(() -> extension(run, triangles).train(folder.resolve("none")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("--old-data DIR")
        .hasMessageContaining("--own-answers");
    extension(run, triangles)
        .method(SCEPTIC)
        .oldData(List.of(folder.resolve("elsewhere")))
        .train(folder.resolve("gathered"));
    extension(run, triangles).method(SCEPTIC).withOwnAnswers().train(folder.resolve("answered"));
    assertThat(Ciss.open(folder.resolve("answered")).steps()).hasSize(2);
  }

  @Test
  void whatIsScoredIsNotLearntFrom() {
    Path run = folder.resolve("run");
    plain(first).method(Dkd.voc()).train(run);
    assertThatThrownBy(
            () ->
                extension(run, triangles)
                    .method(SCEPTIC)
                    .oldData(List.of(test))
                    .train(folder.resolve("out")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("test images must not be trained on");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** A step that is learnt may have been learnt from the very images that are scored now. */
  @Test
  void scoresOfImagesThatWereLearntFromAreWarnedOf() {
    List<String> remarks = new ArrayList<>();
    RunListener listener =
        event -> {
          if (event instanceof RunEvent.Remark remark) {
            remarks.add(remark.text());
          }
        };
    Path two = folder.resolve("two");
    Ciss.extend(base).data(triangles).testData(first).train(two, listener);
    assertThat(remarks).anyMatch(text -> text.contains("has learnt from images of " + first));
    remarks.clear();
    extension(two, crosses).train(folder.resolve("three"), listener);
    assertThat(remarks).noneMatch(text -> text.contains("has learnt from images of"));
  }

  /** What comes into the folder while others are looked at is nobody else's. */
  @Test
  void whatHasComeInTheMeantimeStays() throws IOException {
    Path out = folder.resolve("out");
    Path thesis = out.resolve("thesis.txt");
    assertThatThrownBy(
            () ->
                extension(base, triangles)
                    .train(
                        out,
                        event -> {
                          try {
                            Files.createDirectories(out);
                            Files.writeString(thesis, "mine");
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        }))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("is not empty");
    assertThat(thesis).hasContent("mine");
  }

  @Test
  void knownClassesThatAreLabelledCount() {
    ShapeFolders shapes = new ShapeFolders(folder, 32, 24);
    Path labelled = shapes.train("labelled", "cross", "disc");
    assertThat(extension(base, labelled).result().config().scenario().setting().label())
        .isEqualTo("labelled");
    assertThat(
            extension(base, labelled)
                .known(Extension.Known.BACKGROUND)
                .result()
                .config()
                .scenario()
                .setting()
                .label())
        .isEqualTo("overlapped");
    Path counted = folder.resolve("counted");
    StepResult all = extension(base, labelled).train(counted).last();
    Path hidden = folder.resolve("hidden");
    StepResult some =
        extension(base, labelled).known(Extension.Known.BACKGROUND).train(hidden).last();
    // Also images that show none but known classes.
    assertThat(all.trainImages()).isGreaterThan(some.trainImages());
    assertThat(RunDirectory.open(counted).step(1).modelSha256())
        .isNotEqualTo(RunDirectory.open(hidden).step(1).modelSha256());
  }

  @Test
  void refusesWhatCannotBe() throws IOException {
    assertRefused(extension(base, first), "names no class that run");
    Path slip = folder.resolve("slip");
    StoredFiles.copy(triangles, slip);
    Files.writeString(slip.resolve("labels.txt"), "0 background\n1 Square\n");
    assertRefused(extension(base, slip), "\"Square\", and the model knows one \"square\"");
    Files.writeString(slip.resolve("labels.txt"), "0 background\n1 triangle\n2 ghost\n");
    assertRefused(extension(base, slip), "names ghost, and no training image shows it");
    Files.delete(slip.resolve("labels.txt"));
    assertRefused(extension(base, slip), "lacks labels.txt");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertRefused(extension(base, empty), "lacks images and masks and labels.txt");
    assertRefused(extension(base, folder.resolve("none")), "does not exist");
    assertRefused(extension(base, triangles).with(run -> run.memory(5)), "cannot be replayed here");
    assertRefused(
        extension(base, triangles).method(new Joint(2, 0.5)), "learns all classes at once");
    assertThatThrownBy(() -> extension(base, triangles).train(base))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("is not empty");
  }

  @Test
  void whatWasLearntElsewhereIsNotLearntAgain() throws IOException {
    Path two = folder.resolve("two");
    extension(base, triangles).train(two);
    assertThatThrownBy(() -> Ciss.like(two).train(folder.resolve("again")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("begins with run " + base);
    assertThat(folder.resolve("again")).doesNotExist();
    Path stopped = folder.resolve("stopped");
    stopWhileScoring(stopped);
    Files.write(stopped.resolve("step_0/model.safetensors"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Ciss.resume(stopped, RunListener.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("step_0")
        .hasMessageContaining("it was learnt in another run");
    assertThat(stopped.resolve("step_0/model.safetensors")).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void refusesARunThatIsNotFinished() {
    Path run = folder.resolve("run");
    StopSignal stop = new StopSignal();
    plain(first)
        .method(SCEPTIC)
        .stop(stop)
        .train(
            run,
            event -> {
              if (event instanceof RunEvent.IterationDone) {
                stop.request();
              }
            });
    assertRefused(extension(run, triangles), "is not finished: 0 of 1 steps are done");
  }

  private void assertRefused(Extension extension, String message) {
    assertThatThrownBy(() -> extension.train(folder.resolve("refused")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(((CissException) e).kind()).isEqualTo(CissException.Kind.USAGE));
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  private static Parameters load(Path run, int step) {
    return Checkpoints.load(RunDirectory.open(run), step);
  }

  /** The classifiers of two steps, to a ten thousandth of their largest weight. */
  private static void assertSame(Parameters one, int step, Parameters other, int otherStep) {
    for (String kind : List.of(".weight", ".bias")) {
      float[] a = numbers(one, HeadLayout.classifierName(step) + kind);
      float[] b = numbers(other, HeadLayout.classifierName(otherStep) + kind);
      assertThat(a).hasSameSizeAs(b);
      float largest = 0;
      for (float value : b) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < a.length; i++) {
        assertThat(a[i]).isCloseTo(b[i], within(1e-4f * largest));
      }
    }
  }

  private static float[] numbers(Parameters parameters, String name) {
    return parameters.get(name).dup('c').data().asFloat();
  }

  /** An extension that stops before it has scored what was there. */
  private void stopWhileScoring(Path stopped) {
    StopSignal stop = new StopSignal();
    extension(base, triangles)
        .with(run -> run.stop(stop))
        .train(
            stopped,
            event -> {
              if (event instanceof RunEvent.Evaluated) {
                stop.request();
              }
            });
  }
}
