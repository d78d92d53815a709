// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/**
 * Ops of SameDiff 1.0.0-M2.1 that train on something else than what is written, fail under
 * differentiation, or overflow. Each is forbidden by its method and by its op class, with what to
 * use in its stead.
 */
final class UnsafeOps {
  private static final String OPS = "org.nd4j.autodiff.samediff.ops.";
  private static final String IMPL = "org.nd4j.linalg.api.ops.impl.";

  /** Losses drop the factor in front of them: 5 * loss trains as 1 * loss, without a word. */
  private static final List<String> LOSSES = List.of(OPS + "SDLoss", IMPL + "loss.");

  private static final String USE_LOSS_TERM =
      "it drops the gradient that comes in; use a term of org.ciss4j.graph.loss";
  private static final String USE_OWN_OP =
      "it fails or is wrong under differentiation; use the op of org.ciss4j.graph.op";
  private static final String USE_STABLE_FORM =
      "it overflows; use max(z, 0) + log1p(exp(-|z|)) for softplus(z), its negative at -z for"
          + " logSigmoid(z)";
  private static final String USE_SHIFTED_SUM =
      "it fails under differentiation; use max + log(sum(exp(x - max)))";
  private static final String USE_MASK = "it fails under differentiation; use m * a + (1 - m) * b";

  private static final String USE_MATRIX =
      "its gradient reaches other elements; use a product with a matrix of 0 and 1";

  private record Op(String owner, Set<String> methods, Set<String> classes, String advice) {}

  private static final List<Op> UNSAFE =
      List.of(
          new Op(
              OPS + "SDNN",
              Set.of("batchNorm"),
              Set.of(IMPL + "layers.convolution.BatchNorm"),
              USE_OWN_OP),
          new Op(
              OPS + "SDImage",
              Set.of("resizeBiLinear", "imageResize"),
              Set.of(IMPL + "image.ResizeBilinear", IMPL + "image.ImageResize"),
              USE_OWN_OP),
          new Op(
              OPS + "SDCNN",
              Set.of("upsampling2d"),
              Set.of(IMPL + "layers.convolution.Upsampling2d"),
              USE_OWN_OP),
          new Op(
              OPS + "SDMath",
              Set.of("logSumExp"),
              Set.of(IMPL + "reduce.custom.LogSumExp"),
              USE_SHIFTED_SUM),
          new Op(
              OPS + "SDNN",
              Set.of("logSoftmax"),
              Set.of(IMPL + "transforms.custom.LogSoftMax"),
              USE_SHIFTED_SUM),
          new Op(
              OPS + "SDNN",
              Set.of("softplus", "logSigmoid"),
              Set.of(IMPL + "transforms.strict.SoftPlus", IMPL + "transforms.strict.LogSigmoid"),
              USE_STABLE_FORM),
          new Op(
              OPS + "SDBaseOps",
              Set.of("where", "whereNumpy"),
              Set.of(IMPL + "controlflow.Where", IMPL + "controlflow.WhereNumpy"),
              USE_MASK),
          new Op(
              OPS + "SDBaseOps",
              Set.of("gather", "dynamicStitch"),
              Set.of(IMPL + "shape.Gather", IMPL + "transforms.custom.DynamicStitch"),
              USE_MATRIX));

  private UnsafeOps() {}

  /** Holds for a class that neither calls an unsafe op nor names its class. */
  static ArchCondition<JavaClass> notBeUsed() {
    return new ArchCondition<>("not use ops that are unsafe in SameDiff") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
          checkClass(dependency, events);
        }
        for (JavaAccess<?> access : user.getAccessesFromSelf()) {
          checkCall(access, events);
        }
      }
    };
  }

  private static void checkClass(Dependency dependency, ConditionEvents events) {
    String target = dependency.getTargetClass().getBaseComponentType().getName();
    if (LOSSES.stream().anyMatch(target::startsWith)) {
      violate(dependency, dependency.getDescription(), USE_LOSS_TERM, events);
    }
    for (Op op : UNSAFE) {
      if (op.classes().contains(target)) {
        violate(dependency, dependency.getDescription(), op.advice(), events);
      }
    }
  }

  private static void checkCall(JavaAccess<?> access, ConditionEvents events) {
    AccessTarget target = access.getTarget();
    for (Op op : UNSAFE) {
      if (op.methods().contains(target.getName()) && target.getOwner().isAssignableTo(op.owner())) {
        violate(access, access.getDescription(), op.advice(), events);
      }
    }
  }

  private static void violate(Object where, String what, String advice, ConditionEvents events) {
    events.add(SimpleConditionEvent.violated(where, what + ": " + advice));
  }
}
