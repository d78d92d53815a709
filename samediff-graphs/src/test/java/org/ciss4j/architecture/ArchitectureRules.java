// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house, for {@code ArchTests.in(ArchitectureRules.class)}. Each may meet a module
 * in which it has nothing to check yet; ArchitectureRulesTest shows that each one bites.
 */
public final class ArchitectureRules {
  /** Kotlin's hard keywords that Java takes for names: a Kotlin caller must quote them. */
  private static final String KOTLIN_KEYWORDS = "as|fun|in|is|object|typealias|typeof|val|var|when";

  @ArchTest
  static final ArchRule ARROWS_POINT_DOWN =
      classes()
          .that()
          .resideInAPackage("org.ciss4j..")
          .should(Arrows.point())
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("org.ciss4j.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule AUTODIFF_IN_GRAPH_AND_TRAIN =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.ciss4j.graph..", "org.ciss4j.train..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.nd4j.autodiff..")
          .because("SameDiff will be rewritten; the rest of the code shall not notice")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule ARBITER_IN_ITS_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.ciss4j.tuning.arbiter..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.deeplearning4j.arbiter..")
          .because("Arbiter is one way to run a study, and an old one")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule OLD_LIBRARIES_READ_NOTHING =
      noClasses()
          .that()
          .resideInAPackage("org.ciss4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.nd4j.shade.jackson..",
              "org.nd4j.shade.yaml..",
              "org.nd4j.shade.wstx..",
              "org.nd4j.shade.guava..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .orShould()
          .callMethodWhere(target(nameMatching("parse(Delimited)?From|mergeFrom")))
          .because("the libraries that ND4J has within have known holes in what they read")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NO_UNSAFE_OPS =
      classes()
          .that()
          .resideInAPackage("org.ciss4j..")
          .should(UnsafeOps.notBeUsed())
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule FACTS_NEED_NO_NATIVES =
      noClasses()
          .that()
          .resideInAnyPackage("org.ciss4j.scenario..", "org.ciss4j.metric..", "org.ciss4j.result..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.nd4j..", "org.bytedeco..", "org.datavec..", "org.deeplearning4j..")
          .because("results are read and compared on machines that cannot train")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule SCENARIO_IS_PLAIN_JAVA =
      classes()
          .that()
          .resideInAnyPackage("org.ciss4j.scenario..", "org.ciss4j.common..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.ciss4j.scenario..", "org.ciss4j.common..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule PACKAGES_ARE_NULL_MARKED =
      classes()
          .that()
          .resideInAPackage("org.ciss4j..")
          .should(beInANullMarkedPackage())
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NO_STATIC_MUTABLE_STATE =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.ciss4j..")
          .and()
          .areStatic()
          .should()
          .beFinal()
          .because("two runs in one JVM shall not meet")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NAMES_SUIT_KOTLIN =
      members()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.ciss4j..")
          .should()
          .haveNameNotMatching(KOTLIN_KEYWORDS)
          .allowEmptyShould(true);

  private ArchitectureRules() {}

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package whose package-info.java says @NullMarked") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        if (!javaClass.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(
              SimpleConditionEvent.violated(
                  javaClass,
                  javaClass.getName() + " has no package-info.java with @NullMarked beside it"));
        }
      }
    };
  }
}
