// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.kotlin

import java.nio.file.Path
import kotlin.io.path.div
import org.assertj.core.api.Assertions.assertThat
import org.ciss4j.Ciss
import org.ciss4j.tuning.Goal
import org.ciss4j.tuning.Study
import org.ciss4j.tuning.StudyEvent
import org.ciss4j.tuning.Trial
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** A study as a Kotlin user writes it. */
class StudyInKotlinTest {
    @TempDir lateinit var folder: Path

    @Test
    fun aStudyTellsALambda() {
        val ended = mutableListOf<Trial>()
        val result = Study.of(Ciss.dataset("sample").scenario("3-1").epochs(1).crop(32))
            .space("kd=1,5")
            .trials(2)
            .goal(Goal.ALL)
            .run(folder / "study") { event ->
                when (event) {
                    is StudyEvent.TrialEnded -> ended += event.trial
                    else -> Unit
                }
            }
        assertThat(ended.map { it.number }).isEqualTo(result.trials.map { it.number })
        assertThat(result.best().orElseThrow().values.keys.toList()).isEqualTo(listOf("kd"))
    }
}
