// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import org.ciss4j.graph.model.Endpoint;

/**
 * An output that a loss term reads and that is there only if somebody asks for it.
 *
 * @param source of which network
 * @param view what that network is shown
 * @param endpoint which output
 */
public record Need(Source source, View view, Endpoint endpoint) {
  /** A network. */
  public enum Source {
    /** The one in training; it sees the plain view alone. */
    STUDENT,
    /** The frozen one of the step before. */
    TEACHER
  }

  /**
   * Checks the view.
   *
   * @throws IllegalArgumentException if the student is to be shown another view than the plain one
   */
  public Need {
    if (source == Source.STUDENT && !view.isPlain()) {
      throw new IllegalArgumentException(
          "the network in training sees images as they are, got the view " + view);
    }
  }

  /** Of the teacher on the images as they are. */
  public static Need ofTeacher(Endpoint endpoint) {
    return ofTeacher(View.PLAIN, endpoint);
  }

  /** Of the teacher on changed images. */
  public static Need ofTeacher(View view, Endpoint endpoint) {
    return new Need(Source.TEACHER, view, endpoint);
  }

  /** Of the network in training; only stages of the backbone have to be asked for. */
  public static Need ofStudent(Endpoint endpoint) {
    return new Need(Source.STUDENT, View.PLAIN, endpoint);
  }

  /** Name of the graph variable through which the teacher's comes in. */
  String placeholder() {
    return "teacher_" + (view.isPlain() ? "" : view.name() + "_") + endpoint.variable();
  }
}
