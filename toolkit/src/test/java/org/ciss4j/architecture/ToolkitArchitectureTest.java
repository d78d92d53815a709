// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.ciss4j.data.image.OpenCv;

@AnalyzeClasses(packages = "org.ciss4j", importOptions = MainClasses.class)
final class ToolkitArchitectureTest {
  @ArchTest
  static final ArchRule OPENCV_IS_SET_UP_FIRST =
      classes()
          .that(DescribedPredicate.describe("use OpenCV", ToolkitArchitectureTest::usesOpenCv))
          .should()
          .callMethod(OpenCv.class, "ready")
          .orShould()
          .be(OpenCv.class)
          .because("its number of threads must not change while one of them computes");

  @ArchTest static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

  private static boolean usesOpenCv(JavaClass user) {
    return user.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .anyMatch(used -> used.startsWith("org.bytedeco.opencv"));
  }
}
