// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import java.util.function.Function;
import org.ciss4j.common.CissException;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.spark.SparkFarm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where trials run. */
final class FarmOptions {
  @Option(
      names = "--runner",
      paramLabel = "NAME",
      defaultValue = "local",
      description = {
        "local: trials run here, one after the other;",
        "spark: as tasks of Apache Spark, which sees the folders of the study and of the data under"
            + " the same names (default: ${DEFAULT-VALUE})."
      })
  private String runner = "local";

  @Option(
      names = "--spark-master",
      paramLabel = "URL",
      description =
          "Where Spark runs: local[*], local[2], spark://HOST:7077 (default: what spark-submit"
              + " says, else local[*]).")
  private @Nullable String sparkMaster;

  /** Does the work with the study where it is to run. */
  StudyResult on(Study study, Function<Study, StudyResult> work) {
    if (sparkMaster != null && runner.equals("local")) {
      throw CissException.usage("--spark-master is of --runner spark; name that, or leave it out");
    }
    return switch (runner) {
      case "local" -> work.apply(study);
      case "spark" -> onSpark(study, work);
      default -> throw CissException.usage("runner \"%s\" is unknown; use local or spark", runner);
    };
  }

  private StudyResult onSpark(Study study, Function<Study, StudyResult> work) {
    try (SparkFarm farm = SparkFarm.at(sparkMaster)) {
      return work.apply(study.on(farm));
    } catch (NoClassDefFoundError e) {
      throw CissException.usage(
              "Spark is not among the libraries (%s); build ciss4j with -Pspark, or start it with"
                  + " spark-submit",
              e.getMessage())
          .withCause(e);
    }
  }
}
