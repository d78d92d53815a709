// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

class LskdContractTest extends MethodContract {
  @Override
  Method method() {
    return Lskd.voc();
  }
}
