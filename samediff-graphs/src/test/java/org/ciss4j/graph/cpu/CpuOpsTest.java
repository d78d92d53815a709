// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.junit.jupiter.api.Test;

class CpuOpsTest {
  /** One that is forgotten runs, and is not found again in a file or in a gradient. */
  @Test
  void everyOpOfOursIsListed() {
    List<String> ops =
        new ClassFileImporter()
            .importUrl(CpuOps.class.getProtectionDomain().getCodeSource().getLocation()).stream()
                .filter(type -> type.isAssignableTo(JavaOp.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .toList();
    assertThat(CpuOps.ALL)
        .extracting(op -> op.getClass().getName())
        .containsExactlyInAnyOrderElementsOf(ops);
    assertThat(CpuOps.ALL).extracting(JavaOp::opName).doesNotHaveDuplicates();
  }

  /** Graphs are stored with these names. */
  @Test
  void anOpIsCalledLikeItsClass() {
    assertThat(new AddRelu().opName()).isEqualTo("ciss_add_relu");
    assertThat(new Conv2dInputGradient().opName()).isEqualTo("ciss_conv2d_input_gradient");
  }
}
