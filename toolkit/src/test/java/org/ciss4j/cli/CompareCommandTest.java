// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.data.VocFiles;
import org.ciss4j.method.Methods;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five runs on four images. */
class CompareCommandTest {
  private static final String METHODS = "fine-tuning,lwf,mib,lwf:kd=7,dkd";

  @TempDir static Path folder;
  private static Path data;
  private static Path out;
  private static Cli cli;

  private static Cli run(String command, Object... more) {
    List<Object> words = new ArrayList<>(List.of(command, "--dataset", "voc", "--data", data));
    words.addAll(List.of("--scenario", "15-5", "--backbone", "tiny", "--crop", 32));
    words.addAll(List.of("--epochs", 2, "--batch", 2, "--lr", 0.02));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @BeforeAll
  static void compare() {
    data = VocFiles.sound(folder.resolve("data")).root;
    out = folder.resolve("comparison");
    cli =
        run(
            "compare",
            "--methods",
            METHODS,
            "--set",
            "mib.unkd=100",
            "--set",
            "freezeBn=true",
            "--set",
            "headFactor=10",
            "--out",
            out);
  }

  @Test
  void printsOneTableAndReports() {
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out().lines().map(line -> line.split(" +", -1)[0]).toList())
        .containsExactly("method", "fine-tuning", "lwf", "mib", "lwf_kd=7", "dkd", "Report:");
    assertThat(out.resolve("report.html")).content().contains("fine-tuning", "lwf", "mib", "dkd");
    assertThat(out.resolve("mib/config.json"))
        .content()
        .contains("\"unkd\" : \"100.0\"", "\"headFactor\" : \"10.0\"");
    assertThat(out.resolve("lwf_kd=7/config.json")).content().contains("\"kd\" : \"7.0\"");
  }

  @Test
  void saysWhyNothingNewWasLearnt() {
    Cli slow = compared("slow", "--methods", "mib,dkd", "--later-lr", "1e-9");
    assertThat(slow.exit()).as(slow.err()).isZero();
    assertThat(slow.err())
        .contains("No new class was learnt by mib: ", "later steps 0.000000001.", "headFactor=10");
    Cli faster = compared("tenfold", "--methods", "mib:headFactor=10", "--later-lr", "1e-9");
    assertThat(faster.exit()).as(faster.err()).isZero();
    assertThat(faster.err()).doesNotContain("No new class");
  }

  @Test
  void whatIsMissingForAMethodIsSaidBeforeTheFirstIsTrained() {
    Path out = folder.resolve("recall");
    Cli recall = run("compare", "--methods", "dkd,recall", "--out", out);
    assertThat(recall.exit()).isEqualTo(2);
    assertThat(recall.err()).contains("--replay DIR");
    assertThat(out).doesNotExist();
  }

  private static Cli compared(String name, Object... options) {
    List<Object> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("--set", "freezeBn=true", "--out", folder.resolve(name)));
    return run("compare", words.toArray());
  }

  /** As {@code pod@0.5 / md} has neither slash nor space there. */
  @Test
  void folderNamesAreOneFolder() {
    assertThat(CompareCommand.folder("lskd:plan=pod@0.5 / md+mcd"))
        .isEqualTo("lskd_plan=pod@0.5___md+mcd");
    assertThat(CompareCommand.folder("mine:x=..\\a:y=\u00e9")).isEqualTo("mine_x=.._a_y=\u00e9");
  }

  /** What is shared is there twice, and what is not differs. */
  @Test
  void commonBaseStepsAreTrainedOnce() throws IOException {
    String model = "step_0/model.safetensors";
    assertThat(Files.mismatch(out.resolve("lwf").resolve(model), out.resolve("mib").resolve(model)))
        .isEqualTo(-1);
    assertThat(
            Files.mismatch(
                out.resolve("dkd").resolve(model), out.resolve("fine-tuning").resolve(model)))
        .isEqualTo(-1);
    assertThat(Files.mismatch(out.resolve("lwf").resolve(model), out.resolve("dkd").resolve(model)))
        .isNotEqualTo(-1);
    assertThat(cli.err().indexOf("dkd")).isLessThan(cli.err().indexOf("fine-tuning"));
  }

  @Test
  void theSameCommandGoesOnAndSoDoesResume() throws IOException {
    Files.delete(out.resolve("mib/step_1/scores.json"));
    Cli again = Cli.run("compare", "--resume", out);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(cli.out());
    Cli same =
        run(
            "compare",
            "--methods",
            METHODS,
            "--set",
            "mib.unkd=100",
            "--set",
            "freezeBn=true",
            "--set",
            "headFactor=10",
            "--out",
            out);
    assertThat(same.out()).as(same.err()).isEqualTo(cli.out());
    Cli paper = run("compare", "--methods", "paper", "--out", out);
    assertThat(paper.err()).contains("recall is left out", "has other runs than were asked for");
    Cli other = run("compare", "--methods", METHODS, "--out", out);
    assertThat(other.err()).doesNotContain("is left out");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("has other runs than were asked for");
  }

  /** A process that is killed in between leaves a folder with its lock alone. */
  @ParameterizedTest
  @ValueSource(strings = {"fine-tuning", "dkd"})
  void whatHasOnlyALockHasNotBegun(String method) throws IOException {
    Path begun = StoredFiles.copy(out, folder.resolve("begun-" + method));
    StoredFiles.delete(begun.resolve(method));
    Files.createDirectories(begun.resolve(method));
    Files.createFile(begun.resolve(method).resolve(".lock"));
    Cli train = Cli.run("train", "--resume", begun.resolve(method));
    assertThat(train.exit()).isEqualTo(2);
    assertThat(train.err()).contains("a process was stopped before the run began").hasLineCount(1);
    Cli again = Cli.run("compare", "--resume", begun);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out().replace(begun.toString(), out.toString())).isEqualTo(cli.out());
  }

  /** Seen in what is said of a setting that none of them has. */
  @Test
  void someMethodsHaveANameTogether() {
    assertUsage(
        run("compare", "--methods", "paper,mz", "--set", "nothing=1"),
        "none of the methods mib, sdr, plop, ssul, rcil, dkd, joint, mz has a setting 'nothing'");
    List<String> names = Methods.names().stream().filter(name -> !name.equals("recall")).toList();
    for (List<String> all : List.of(List.of("--methods", "all"), List.<String>of())) {
      assertUsage(
          run("compare", Stream.concat(all.stream(), Stream.of("--set", "nothing=1")).toArray()),
          "none of the methods " + String.join(", ", names) + " has a setting 'nothing'");
    }
    assertUsage(
        run("compare", "--methods", "paper", "--replay", folder, "--set", "nothing=1"),
        "none of the methods mib, sdr, plop, ssul, rcil, dkd, recall, joint has a setting"
            + " 'nothing'");
    assertUsage(
        run("train", "--replay", folder, "--out", folder.resolve("none")),
        "no images of a folder are replayed by dkd");
    assertUsage(run("compare", "--methods", "paper,dkd"), "method dkd is named twice");
  }

  /** Which are of use if one of the methods reads them. */
  @Test
  void saliencyMapsAreForMethodsThatReadThem() {
    assertUsage(
        run("compare", "--methods", "mib,dkd", "--saliency", folder),
        "--saliency " + folder + " is of no use: no such maps are read by mib, dkd; leave it out");
    assertUsage(
        run("train", "--saliency", folder),
        "--saliency " + folder + " is of no use: no such maps are read by dkd;");
    Cli lacking =
        run("train", "--method", "ssul", "--saliency", folder, "--out", folder.resolve("none"));
    assertThat(lacking.exit()).isEqualTo(2);
    assertThat(lacking.err()).contains("ciss: " + folder + " has no saliency map of 3 of 3");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void badRequestsAreOneLine() {
    assertUsage(run("compare", "--methods", "mib,mob"), "there is no method 'mob'");
    assertUsage(run("compare", "--methods", "mib,mib"), "method mib is named twice");
    assertUsage(run("compare", "--methods", "mib:3"), "'3' in --methods is no setting");
    assertUsage(
        run("compare", "--methods", "mib:kd=3"), "method mib has no setting 'kd'; it has alpha,");
    assertUsage(
        run("compare", "--methods", "mib,lwf", "--set", "lwf.unkd=3"),
        "none of the methods mib, lwf has a setting 'lwf.unkd'");
    assertUsage(Cli.run("compare", "--resume", data), "holds no comparison");
    assertUsage(
        Cli.run("compare", "--resume", out, "--epochs", 3), "a comparison goes on as it began");
  }

  private static void assertUsage(Cli cli, String message) {
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains(message).hasLineCount(1);
  }
}
