// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

/**
 * What is trained.
 *
 * @param backbone its name
 */
public record ModelConfig(String backbone) {

  /** The same with this backbone. */
  public ModelConfig withBackbone(String name) {
    return new ModelConfig(name);
  }
}
