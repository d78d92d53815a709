// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;

/**
 * What the images of a part tell together, beside what each of them tells by itself.
 *
 * @param problems why the part cannot be used as it is
 * @param remarks what a person should know although it can, a line each
 */
public record PartFindings(List<Problem> problems, List<String> remarks) {
  /** Nothing. */
  public static final PartFindings NONE = new PartFindings(List.of(), List.of());

  /** Copies the lists. */
  public PartFindings {
    problems = List.copyOf(problems);
    remarks = List.copyOf(remarks);
  }

  /** What several parts tell, one after the other. */
  public static PartFindings of(List<PartFindings> parts) {
    return new PartFindings(
        parts.stream().flatMap(part -> part.problems.stream()).toList(),
        parts.stream().flatMap(part -> part.remarks.stream()).toList());
  }
}
