// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
  @Test
  void jsonHasTimesSharesAndMemory() throws JsonProcessingException {
    Cli cli =
        Cli.run(
            "bench",
            "train-step",
            "--backbone",
            "tiny",
            "--size",
            "40",
            "--batch",
            "2",
            "--old",
            "2",
            "--new",
            "1",
            "--repeat",
            "3",
            "--train-bn",
            "--warm-up",
            "0",
            "--json");
    assertThat(cli.err()).isEmpty();
    assertThat(cli.exit()).isZero();
    assertThat(cli.out().lines()).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(cli.out());
    for (String part : new String[] {"train_step", "infer"}) {
      JsonNode times = line.get(part);
      assertThat(times.get("min_s").asDouble()).isPositive();
      assertThat(times.get("median_s").asDouble())
          .isBetween(times.get("min_s").asDouble(), times.get("max_s").asDouble());
      double shares = 0;
      for (JsonNode share : line.get(part + "_shares")) {
        shares += share.asDouble();
      }
      assertThat(shares).isBetween(0.99, 1.01);
    }
    assertThat(line.get("peak_mib").asLong()).isPositive();
    assertThat(line.get("train_bn").asBoolean()).isTrue();
    assertThat(line.get("size").asInt()).isEqualTo(40);
  }

  /** Iterations on random numbers let such a network overflow, were it really trained. */
  @Test
  void deepNetworksStayInRange() {
    String options =
        "--backbone resnet101 --size 32 --batch 1 --old 2 --new 1 --repeat 8 --warm-up 0";
    Cli cli = Cli.run((Object[]) ("bench train-step " + options).split(" "));
    assertThat(cli.exit()).as(cli.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--size=31",
        "--size=50000",
        "--batch=0",
        "--batch=1 --train-bn",
        "--old=0",
        "--repeat=0",
        "--threads=0",
        "--backbone=vgg"
      })
  void impossibleNumbersAreRefused(String options) {
    Cli cli = Cli.run((Object[]) ("bench train-step " + options).split(" "));
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err().lines()).hasSize(1);
  }
}
