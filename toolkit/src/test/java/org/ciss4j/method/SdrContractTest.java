// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

class SdrContractTest extends MethodContract {
  @Override
  Method method() {
    return Sdr.standard();
  }
}
