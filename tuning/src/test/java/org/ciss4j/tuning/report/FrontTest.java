// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ciss4j.Ciss;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.tuning.Goal;
import org.ciss4j.tuning.StepScore;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.StudyDirectory;
import org.ciss4j.tuning.StudyPlan;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontTest {
  private static final StudyPlan PLAN =
      Study.of(Ciss.dataset("sample")).space("epochs=1..20").goal(Goal.HIOU, Goal.TIME).plan();

  @TempDir Path study;

  private static Trial trial(int number, double score) {
    return new Trial(
        number,
        Map.of("epochs", Integer.toString(number)),
        1,
        Trial.Outcome.FINISHED,
        score,
        List.of(new StepScore(score, score, score, score)),
        "");
  }

  /** The run of a trial with an iteration of so many seconds, and another of one. */
  private void run(int number, double seconds) throws Exception {
    RunDirectory run =
        RunDirectory.create(
            new StudyDirectory(study).trial(number), PLAN.config(), List.of("background", "disc"));
    run.step(0).make();
    Files.writeString(
        run.step(0).losses(), "iteration,loss,seconds\n1,0.5," + seconds + "\n2,0.4,1.0\n");
  }

  /** Trial 2 is slower and worse than 1; 3 is slower and better; of 4 no time is known. */
  private StudyResult result() throws Exception {
    run(1, 9);
    run(2, 19);
    run(3, 39);
    return new StudyResult(
        PLAN, List.of(trial(1, 0.5), trial(2, 0.4), trial(3, 0.6), trial(4, 0.55)));
  }

  @Test
  void whatNoOtherBeatsIsOnIt() throws Exception {
    Front front = Front.of(study, result());
    assertThat(front.points()).map(point -> point.trial().number()).containsExactly(3, 4, 1, 2);
    assertThat(front.unbeaten()).map(point -> point.trial().number()).containsExactly(3, 1);
    assertThat(front.unbeaten().get(1).values()).containsExactly(0.5, 10.0);
    assertThat(front.texts(front.points().get(1))).containsExactly("55.00", "-");
  }

  /** Of a trial without steps nothing is known but the score by which trials are ranked. */
  @Test
  void noScoreStandsForAnother() {
    StudyPlan plan =
        Study.of(Ciss.dataset("sample"))
            .space("epochs=1..20")
            .goal(Goal.NOVEL, Goal.BASE, Goal.HIOU)
            .plan();
    Trial bare = new Trial(1, Map.of("epochs", "1"), 1, Trial.Outcome.FINISHED, 0.7, List.of(), "");
    StudyResult result = new StudyResult(plan, List.of(bare, trial(2, 0.5)));
    Front front = Front.of(study, result);
    assertThat(front.points().get(0).values()).containsExactly(0.7, Double.NaN, Double.NaN);
    assertThat(front.points().get(1).values()).containsExactly(0.5, 0.5, 0.5);
    assertThat(front.unbeaten()).hasSize(2);
    assertThat(result.toString().lines().toList().get(1)).matches(" *1 +1 +1 +- +70.00 +- +-");
  }

  /** Whoever trained a shared base step first: each run that goes on from it has its seconds. */
  @Test
  void timeIsThatOfAllStepsOfARun() throws Exception {
    StepScore score = new StepScore(0.5, 0.5, 0.5, 0.5);
    Trial twoSteps =
        new Trial(1, Map.of(), 1, Trial.Outcome.FINISHED, 0.5, List.of(score, score), "");
    run(1, 9);
    RunDirectory run = RunDirectory.open(new StudyDirectory(study).trial(1));
    run.step(1).make();
    Files.writeString(run.step(1).losses(), "iteration,loss,seconds\n1,0.5,2.5\n");
    assertThat(TrainingTime.of(study, twoSteps)).isEqualTo(12.5);
    Files.writeString(run.step(1).losses(), "iteration,loss\n1,0.5\n");
    assertThat(TrainingTime.of(study, twoSteps)).isNaN();
    assertThat(TrainingTime.of(study, trial(4, 0.5))).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "0.5,10,0.5,10,false",
    "0.5,10,0.5,11,true",
    "0.5,10,0.6,11,false",
    "0.7,10,0.6,9,false",
    "0.7,9,0.6,9,true",
    "0.5,10,0.5,NaN,true",
    "NaN,10,0.5,NaN,false",
    "0.5,NaN,0.5,NaN,false"
  })
  void beatingIsBeingAsGoodInEverythingAndBetterInSomething(
      double score, double time, double otherScore, double otherTime, boolean beats) {
    List<Goal> goals = List.of(Goal.ALL, Goal.TIME);
    assertThat(Front.beats(List.of(score, time), List.of(otherScore, otherTime), goals))
        .isEqualTo(beats);
  }

  @Test
  void reportAndCsvHaveIt() throws Exception {
    Path html = StudyReport.write(study, result());
    assertThat(html)
        .content()
        .contains("Objectives against each other", "hIoU against time", "beside it little time")
        .contains("<th scope=\"col\" class=\"n\">time [s]</th>");
    assertThat(study.resolve("trials.csv"))
        .content()
        .isEqualTo(
            String.join(
                "\r\n",
                "trial,outcome,rank,unbeaten,epochs,mIoU base,mIoU novel,mIoU"
                    + " all,hIoU,time [s],reason",
                "1,finished,3,yes,1,50.00,50.00,50.00,50.00,10.000,",
                "2,finished,4,no,2,40.00,40.00,40.00,40.00,20.000,",
                "3,finished,1,yes,3,60.00,60.00,60.00,60.00,40.000,",
                "4,finished,2,no,4,55.00,55.00,55.00,55.00,,",
                ""));
  }

  @Test
  void oneObjectiveHasNoSection() throws Exception {
    StudyPlan one = Study.of(Ciss.dataset("sample")).space("epochs=1..20").plan();
    assertThat(StudyReport.write(study, new StudyResult(one, result().trials())))
        .content()
        .doesNotContain("Objectives against");
  }
}
