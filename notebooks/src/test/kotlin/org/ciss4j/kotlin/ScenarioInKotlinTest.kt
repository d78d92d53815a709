// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.kotlin

import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.ciss4j.Ciss
import org.ciss4j.common.CissException
import org.ciss4j.scenario.LabelSpace
import org.ciss4j.scenario.LabelView
import org.ciss4j.scenario.Scenario
import org.ciss4j.scenario.Setting
import org.junit.jupiter.api.Test

/** Scenarios and configurations as values: records read like properties, lists like Kotlin's. */
class ScenarioInKotlinTest {
    @Test
    fun aScenarioIsASequenceOfSteps() {
        val scenario = Scenario.parse("15-1", LabelSpace.pascalVoc())
        val sizes = scenario.map { step -> step.newClasses.size }
        assertThat(sizes).isEqualTo(listOf(15, 1, 1, 1, 1, 1))
        val (last) = scenario.filter { !it.isBase }.takeLast(1)
        assertThat(last.newClasses.map(scenario.labelSpace::nameOf)).isEqualTo(listOf("tvmonitor"))
        assertThat(LabelView(scenario, last).channelOf(20)).isEqualTo(20)
    }

    @Test
    fun whatMayBeMissingIsOfANullableType() {
        val config = Ciss.dataset("sample").setting(Setting.DISJOINT).config()
        // These lines compile because the one is nullable and the other is not.
        val folder: String? = config.data.folder
        val dataset: String = config.data.dataset
        assertThat(folder?.length).isNull()
        assertThat(dataset.length).isEqualTo(6)
    }

    @Test
    fun errorsAreUnchecked() {
        assertThatThrownBy { Scenario.parse("15-2", LabelSpace.pascalVoc()) }
            .isInstanceOf(CissException::class.java)
    }
}
