// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.kotlin

import java.nio.file.Path
import kotlin.io.path.div
import org.assertj.core.api.Assertions.assertThat
import org.ciss4j.Ciss
import org.ciss4j.data.Photo
import org.ciss4j.graph.loss.LossTerm
import org.ciss4j.graph.loss.LossTerms
import org.ciss4j.graph.model.Endpoint
import org.ciss4j.method.Dkd
import org.ciss4j.method.Method
import org.ciss4j.method.label.SigmoidDecision
import org.ciss4j.result.RunDirectory
import org.ciss4j.scenario.Step
import org.ciss4j.train.Predictor
import org.ciss4j.train.RunEvent
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Training as a Kotlin user writes it, on sample data in the smallest crops. */
class TrainingInKotlinTest {
    @TempDir lateinit var folder: Path

    private val ciss = Ciss.dataset("sample").scenario("3-1").epochs(1).crop(32)

    @Test
    fun aListenerIsATrailingLambda() {
        val losses = mutableListOf<Double>()
        val result = ciss.method(Dkd.voc()).train(folder / "run") { event ->
            when (event) {
                is RunEvent.IterationDone -> losses += event.total
                is RunEvent.StepFinished -> assertThat(event.result.scores.base).isNotNaN()
                else -> Unit
            }
        }
        assertThat(losses).isNotEmpty
        assertThat(result.last().newClasses).isEqualTo(listOf("cross"))
        assertThat(result.toString()).contains("base   novel")
    }

    /** Fine-tuning that holds features where they were. */
    @JvmRecord
    data class FeatureDistillation(val strength: Double) : Method {
        override fun name() = "feature-distillation"

        override fun lossTerms(step: Step): List<LossTerm> {
            val mbce = LossTerms.mbce(1.0, 2.0)
            if (step.isBase) return listOf(mbce)
            val features = LossTerm("features", strength, setOf(Endpoint.FEATURES)) { inputs ->
                val moved = inputs.student(Endpoint.FEATURES).sub(inputs.teacher(Endpoint.FEATURES))
                moved.mul(moved).mean()
            }
            return listOf(mbce, features)
        }

        override fun decision() = SigmoidDecision(0.5)
    }

    @Test
    fun aMethodAndItsLossTermAreTenLines() {
        val method = FeatureDistillation(strength = 10.0)
        val terms = mutableSetOf<String>()
        val run = folder / "run"
        val result = ciss.method(method).train(run) { event ->
            if (event is RunEvent.IterationDone) terms += event.terms.keys
        }
        assertThat(terms).isEqualTo(setOf("mbce", "features"))
        assertThat(result.config.method.hyperParameters).containsEntry("strength", "10.0")
        assertThat(Ciss.evaluate(run, 1, method).scores).isEqualTo(result.last().scores)
        val photo = Photo("black", 32, 32, ByteArray(3 * 32 * 32))
        val labels = Predictor.load(RunDirectory.open(run), 1, method).use { it.labels(photo) }
        assertThat(labels).hasSize(32 * 32)
    }
}
