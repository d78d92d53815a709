// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.Need;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.loss.View;
import org.ciss4j.graph.memory.NonFinite;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.option.SignRule;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Learns a step by stochastic gradient descent on an objective, which may read what the network of
 * the step before, the teacher, says of the same images.
 */
public final class GradientLearner implements StepLearner {
  /** What the momentum of a parameter is called in a checkpoint: its name behind this. */
  private static final String VELOCITY = "velocity.";

  /**
   * What is learnt in a step.
   *
   * @param terms of the objective
   * @param watched what is computed beside them and has no part in the objective
   * @param pseudoLabels what completes labels; empty if they are learnt as they are
   * @param signRule how logits are split into reasoning scores
   * @param start sets the new classifiers before a later step, once the teacher is made
   * @param groups which parameters are optimised, and how, of the names of all that could be
   * @param weights of terms that do not keep their own
   */
  public record Plan(
      List<LossTerm> terms,
      List<LossTerm> watched,
      Optional<PseudoLabels> pseudoLabels,
      SignRule signRule,
      BiConsumer<Parameters, HeadLayout> start,
      Function<List<String>, List<ParameterGroup>> groups,
      TermWeights weights) {

    /** Copies the lists. */
    public Plan {
      terms = List.copyOf(terms);
      watched = List.copyOf(watched);
    }

    /** The same with weights that change. */
    public Plan withWeights(TermWeights other) {
      return new Plan(terms, watched, pseudoLabels, signRule, start, groups, other);
    }

    /** The same with labels that are completed otherwise. */
    public Plan labelledBy(PseudoLabels other) {
      return new Plan(terms, watched, Optional.of(other), signRule, start, groups, weights);
    }

    /** The same that does more before a later step. */
    public Plan startingWith(BiConsumer<Parameters, HeadLayout> further) {
      return new Plan(
          terms, watched, pseudoLabels, signRule, start.andThen(further), groups, weights);
    }

    /** The endpoints that are read of the teacher, whatever that is shown. */
    private Set<Endpoint> taught() {
      Set<Endpoint> taught = endpoints(Need.Source.TEACHER);
      pseudoLabels.ifPresent(labels -> taught.addAll(labels.teacherEndpoints()));
      return taught;
    }

    private Set<Endpoint> endpoints(Need.Source source) {
      Set<Endpoint> endpoints = EnumSet.noneOf(Endpoint.class);
      Stream.concat(terms.stream(), watched.stream())
          .flatMap(term -> term.needs().stream())
          .filter(need -> need.source() == source)
          .forEach(need -> endpoints.add(need.endpoint()));
      return endpoints;
    }
  }

  private final int step;
  private final Parameters parameters;
  private final Plan plan;
  private final @Nullable Teacher teacher;
  private final SegmentationGraph network;
  private final Objective objective;
  private final Sgd optimizer;
  private final LearningRate rate;
  private final Seeds seeds;

  /** What terms remember, by name. */
  private final Map<String, INDArray> remembered = new LinkedHashMap<>();

  private GradientLearner(
      StepContext context,
      Plan plan,
      @Nullable Teacher teacher,
      SegmentationGraph network,
      Objective objective,
      Sgd optimizer) {
    this.step = context.step().index();
    this.parameters = context.parameters();
    this.plan = plan;
    this.teacher = teacher;
    this.network = network;
    this.objective = objective;
    this.optimizer = optimizer;
    this.rate = context.rate();
    this.seeds = context.seeds();
    objective
        .remembered()
        .forEach(
            (name, shape) ->
                remembered.put(name, remembered(shape, context.inherited().get(name))));
  }

  /** Of what the step before has left the rows are the first ones. */
  private static INDArray remembered(long[] shape, @Nullable INDArray before) {
    INDArray array = Nd4j.zeros(DataType.FLOAT, shape);
    if (before != null) {
      array.get(NDArrayIndex.interval(0, before.size(0))).assign(before);
    }
    return array;
  }

  /** At the beginning of a step, with the teacher's opinion of its images gathered. */
  public static GradientLearner of(StepContext context, Plan plan) {
    // Before new classifiers start: that may change what the teacher is made of.
    try (Opened opened = new Opened()) {
      Teacher teacher =
          plan.taught().isEmpty() ? null : opened.add(teacher(context, plan), Teacher::close);
      GradientLearner learner = of(context, plan, teacher, opened);
      learner.gather(context.data());
      return opened.handedTo(learner);
    }
  }

  private static Teacher teacher(StepContext context, Plan plan) {
    HeadLayout before = context.before();
    if (before == null) {
      throw new IllegalArgumentException("the base step has no teacher, but a term reads one");
    }
    return new Teacher(
        context.network(), before, plan.signRule(), context.parameters(), plan.taught());
  }

  private static GradientLearner of(
      StepContext context, Plan plan, @Nullable Teacher teacher, Opened opened) {
    SegmentationGraph graph =
        opened.add(
            SegmentationGraph.build(
                context.network(),
                context.layout(),
                context.mode(),
                plan.signRule(),
                context.parameters(),
                plan.endpoints(Need.Source.STUDENT)),
            SegmentationGraph::close);
    if (!context.step().isBase()) {
      plan.start().accept(context.parameters(), context.layout());
    }
    Objective objective = Objective.of(graph, plan.terms(), plan.watched());
    Sgd optimizer =
        opened.add(
            new Sgd(
                context.parameters(),
                plan.groups().apply(graph.trainable()),
                context.training().momentum(),
                context.network().backend()),
            Sgd::close);
    objective.train(optimizer.velocities().keySet());
    return new GradientLearner(context, plan, teacher, graph, objective, optimizer);
  }

  private void gather(StepData data) {
    PseudoLabels labels = plan.pseudoLabels().orElse(null);
    if (teacher == null || labels == null || !labels.gathers()) {
      return;
    }
    data.pass(
        "gather",
        batch -> {
          Map<Endpoint, INDArray> said = teacher.outputs(batch.image(), labels.teacherEndpoints());
          try {
            labels.gather(batch.label(), said);
          } finally {
            Graphs.recycle(said.values());
          }
        });
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Map<String, INDArray> state() {
    Map<String, INDArray> state = new LinkedHashMap<>();
    optimizer.velocities().forEach((name, array) -> state.put(VELOCITY + name, array));
    state.putAll(plan.weights().state());
    state.putAll(remembered);
    return state;
  }

  @Override
  public Set<String> lasting() {
    Set<String> lasting = new LinkedHashSet<>(plan.weights().lasting());
    lasting.addAll(remembered.keySet());
    return lasting;
  }

  @Override
  public long iterations() {
    return rate.iterations();
  }

  @Override
  public double rate(long iteration) {
    return rate.at(iteration);
  }

  @Override
  public List<String> findings() {
    return plan.weights().findings();
  }

  @Override
  public List<String> recorded() {
    return Stream.concat(plan.terms().stream(), plan.watched().stream())
        .map(LossTerm::name)
        .toList();
  }

  @Override
  public Losses learn(Batch batch, long iteration) {
    try (Feeds feeds = feeds(batch, iteration);
        Objective.Value value = evaluate(batch, feeds, iteration)) {
      Losses losses = new Losses(value.total(), value.terms(), value.watched(), rate.at(iteration));
      plan.weights().follow(losses, new Questions(feeds, iteration));
      update(value, iteration, losses.rate());
      value
          .next()
          .forEach((name, next) -> Objects.requireNonNull(remembered.get(name)).assign(next));
      return losses;
    }
  }

  /** A ReLU hides NaN from the loss, so that looking at it is not enough. */
  private void update(Objective.Value value, long iteration, double now) {
    Optional<String> diverged =
        optimizer.update(value.gradients(), now).or(() -> NonFinite.among(network.statistics()));
    if (diverged.isPresent()) {
      throw CissException.failure(
              "not finite after iteration %d of step %d, at a loss of %s (largest term: %s): %s;"
                  + " %s",
              iteration,
              step,
              value.total(),
              largest(value.terms()),
              diverged.get(),
              advice(iteration))
          .withCause(new ArithmeticException("diverged"));
    }
  }

  /** Nothing has moved yet when the first loss is computed, and little when the first update is. */
  private static String advice(long iteration) {
    return iteration == 0
        ? "it is the first iteration, so look at what the step starts from and at the weights of"
            + " the loss terms before you lower the learning rate"
        : "lower the learning rate";
  }

  /** What weights may ask about the batch of an iteration. */
  private final class Questions implements TermWeights.TermGradients {
    private final Feeds feeds;
    private final long iteration;

    Questions(Feeds feeds, long iteration) {
      this.feeds = feeds;
      this.iteration = iteration;
    }

    @Override
    public Map<String, Graphs.Values> of(Map<String, List<String>> asked) {
      return feeds.gradients(asked);
    }

    @Override
    public Graphs.Values ofOther(Batch batch, String term) {
      try (Feeds others = feeds(batch, iteration)) {
        List<String> trained = List.copyOf(optimizer.velocities().keySet());
        return Objects.requireNonNull(others.gradients(Map.of(term, trained)).get(term));
      }
    }

    /** From copies: what is added and taken away again need not be what it was. */
    @Override
    public Map<String, Double> moved(Map<String, INDArray> direction, double factor) {
      Map<String, INDArray> before = new LinkedHashMap<>();
      try {
        direction.forEach(
            (name, by) -> {
              INDArray parameter = parameters.get(name);
              before.put(name, parameter.dup());
              try (INDArray step = by.mul(factor)) {
                parameter.addi(step);
              }
            });
        return feeds.terms();
      } finally {
        before.forEach(
            (name, array) -> {
              parameters.get(name).assign(array);
              array.close();
            });
      }
    }
  }

  /** The plain view first: what the teacher says of it completes the labels of the others. */
  private Feeds feeds(Batch batch, long iteration) {
    long dropoutSeed = seeds.child("dropout/" + iteration).value();
    try (Opened opened = new Opened()) {
      Map<View, Map<Endpoint, INDArray>> taught =
          opened.add(
              new TreeMap<>(),
              views -> views.values().forEach(said -> Graphs.recycle(said.values())));
      Map<View, Set<Endpoint>> asked =
          teacher == null ? Map.of() : Teacher.views(objective.taught(), plan.pseudoLabels());
      Set<Endpoint> ofPlain = asked.getOrDefault(View.PLAIN, Set.of());
      if (!ofPlain.isEmpty()) {
        taught.put(View.PLAIN, asked().outputs(batch.image(), ofPlain));
      }
      Map<Endpoint, INDArray> plain = taught.getOrDefault(View.PLAIN, Map.of());
      Optional<PseudoLabels.Completed> completed =
          plan.pseudoLabels()
              .map(labels -> labels.complete(batch, plain))
              .map(made -> opened.add(made, PseudoLabels.Completed::close));
      INDArray label = completed.map(PseudoLabels.Completed::label).orElse(batch.label());
      asked.forEach(
          (view, wanted) ->
              taught.computeIfAbsent(view, other -> taught(batch, other, label, wanted)));
      return opened.handedTo(
          new Feeds(objective, batch, taught, completed, remembered, dropoutSeed));
    }
  }

  private Teacher asked() {
    return Objects.requireNonNull(teacher);
  }

  private Map<Endpoint, INDArray> taught(
      Batch batch, View view, INDArray label, Set<Endpoint> wanted) {
    try (INDArray changed = view.of(batch.image(), label)) {
      return asked().outputs(changed, wanted);
    }
  }

  private Objective.Value evaluate(Batch batch, Feeds feeds, long iteration) {
    Objective.Value value = feeds.evaluate(plan.weights().now());
    if (!Double.isFinite(value.total())) {
      value.close();
      throw CissException.failure(
              "the loss is %s at iteration %d of step %d (images %s; largest term: %s); %s",
              value.total(),
              iteration,
              step,
              String.join(", ", batch.ids()),
              largest(value.terms()),
              advice(iteration))
          .withCause(new ArithmeticException("diverged"));
    }
    return value;
  }

  private static String largest(Map<String, Double> terms) {
    return terms.entrySet().stream()
        .max(Comparator.comparingDouble(Map.Entry::getValue))
        .map(term -> term.getKey() + " = " + term.getValue())
        .orElse("none");
  }

  /** Frees the teacher's parameters, the momentum, and what network and terms keep. */
  @Override
  public void close() {
    if (teacher != null) {
      teacher.close();
    }
    optimizer.close();
    network.close();
    remembered.values().forEach(INDArray::close);
  }
}
