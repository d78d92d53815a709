// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.cli.output.PlainNumber;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Columns;
import org.ciss4j.common.FileNames;
import org.ciss4j.data.set.Datasets;
import org.ciss4j.result.config.Augmentation;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that say what is trained and how long; those not given take the data set's default. */
public final class TrainingOptions {
  private static final List<String> HEAD =
      List.of("", "scenario", "backbone", "epochs", "batch", "crop", "lr", "later-lr");

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description =
          "Epochs, batch, crop and learning rates of a paper: dkd, dkd-ade, mib, mib-ade, plop,"
              + " plop-ade, ssul, ssul-ade, rcil, rcil-ade, recall, sdr, sdr-ade, lskd, ilt;"
              + " sample; small, for fewer than 2500 training images or 100 for each class, which"
              + " has a headFactor of 10 for methods that have one, and closedForm=several for dkd."
              + " Other options change what it says (default: small for such data where --lr is not"
              + " given either, else see below).")
  private @Nullable String schedule;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images of each step.")
  private @Nullable Integer epochs;

  @Option(
      names = "--later-epochs",
      paramLabel = "N",
      description = "The same in all steps but the first (default: as many as in the first).")
  private @Nullable Integer laterEpochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images per iteration.")
  private @Nullable Integer batch;

  @Option(
      names = "--crop",
      paramLabel = "N",
      description = "Height and width of the images that are trained on and scored, in pixels.")
  private @Nullable Integer crop;

  @Option(
      names = "--augmentation",
      paramLabel = "NAME",
      converter = RecipeConverter.class,
      description = {
        "dkd: a part of random area and aspect, resized;",
        "ssul: the image scaled by 0.5 to 2, then cut or padded; both are mirrored at random;",
        "none: the middle (default: dkd)."
      })
  private Augmentation.@Nullable Recipe recipe;

  @Option(
      names = "--colour-jitter",
      paramLabel = "X",
      split = ",",
      hideParamSyntax = true,
      description =
          "Brightness, contrast, saturation (0 to 1) and hue (0 to 0.5), moved at random"
              + " by up to so much: 0.4,0.4,0.4,0.1 (default: 0,0,0,0).")
  private List<Double> colours = List.of();

  @Option(
      names = "--memory",
      paramLabel = "M",
      description =
          "Replay so many images of earlier steps in later ones; in the papers 100 on VOC"
              + " and 300 on ADE20K (default: 0).")
  private @Nullable Integer memory;

  @Option(
      names = "--memory-policy",
      paramLabel = "NAME",
      converter = PolicyConverter.class,
      description = {
        "paper: replayed images are half of each batch and show all classes they were"
            + " labelled with, as in SSUL;",
        "official: they are appended with old classes hidden, as in DKD's code (default:"
            + " paper)."
      })
  private MemoryConfig.@Nullable Policy memoryPolicy;

  @Option(
      names = "--cache",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Keep decoded images in memory, up to this size: 500m, 4g. A VOC image takes"
              + " 0.75 MB. Changes no batch (default: decode each time).")
  private @Nullable Long cache;

  @Option(
      names = "--loader-threads",
      paramLabel = "N",
      description =
          "Threads that read images beside those that compute. Changes no batch (default: 2).")
  private @Nullable Integer loaderThreads;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description =
          "Learning rate of the backbone; the other layers learn ten times as fast, or by the"
              + " headFactor of the method.")
  private @Nullable Double rate;

  @Option(
      names = "--later-lr",
      paramLabel = "X",
      description =
          "The same in all steps but the first (default: what the schedule says; where that is a"
              + " tenth of its first rate, or none is named, a tenth of --lr).")
  private @Nullable Double laterRate;

  @Option(
      names = "--guard",
      paramLabel = "K",
      description =
          "Begin a step again at half the rate when the loss of its labels, over three of its"
              + " first iterations, is more than K times what it began with, or no number; 0: never"
              + " (default: 0; 2.5 in --schedule small).")
  private @Nullable Double guard;

  @Option(
      names = "--base-seed",
      paramLabel = "N",
      description =
          "The same in the base step and for what new parameters start from, so that runs of"
              + " several seeds share it (default: as --seed).")
  private @Nullable Long baseSeed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of all that is random (default: 1).")
  private @Nullable Long seed;

  /**
   * A new run with these choices; where nobody says how fast, with what fits its data, if that is
   * there: a run may be described where its data is not.
   */
  public Ciss begin(Ciss start) {
    List<String> folders = start.config().data().folders();
    boolean there =
        !folders.isEmpty() && folders.stream().map(FileNames::path).allMatch(Files::isDirectory);
    return applyTo(isOpen() && there ? start.fittingSchedule() : start);
  }

  /** Whether the data may decide the schedule. Who names a rate has one in mind. */
  private boolean isOpen() {
    return schedule == null && rate == null;
  }

  /** The same run with these choices. */
  public Ciss applyTo(Ciss start) {
    if (start.config().scenario().name().equals(Scenario.JOINT)) {
      requireOneStep("--later-lr", laterRate);
      requireOneStep("--later-epochs", laterEpochs);
      requireOneStep("--memory", memory);
    }
    Ciss ciss = schedule == null ? start : start.training(Training.named(schedule));
    ciss = epochs == null ? ciss : ciss.epochs(epochs);
    ciss = laterEpochs == null ? ciss : ciss.laterEpochs(laterEpochs);
    ciss = guard == null ? ciss : ciss.guard(guard);
    ciss = batch == null ? ciss : ciss.batchSize(batch);
    ciss = crop == null ? ciss : ciss.crop(crop);
    ciss = ciss.augmentation(augmentation(ciss.config().training().augmentation()));
    ciss = withLoading(withMemory(ciss));
    ciss = rate == null ? ciss : ciss.learningRate(rate);
    ciss = laterRate == null ? ciss : ciss.laterLearningRate(laterRate);
    ciss = baseSeed == null ? ciss : ciss.baseSeed(baseSeed);
    return seed == null ? ciss : ciss.seed(seed);
  }

  /** What to say of the schedule of a run that {@link #begin} made, before it is trained. */
  public Optional<String> remark(Ciss ciss) {
    return isSmall(ciss)
        ? Optional.of(described(ciss.config().training(), isOpen()))
        : Optional.empty();
  }

  /** Whether a run that {@link #begin} made is trained by the small schedule. */
  boolean isSmall(Ciss ciss) {
    return isOpen() ? ciss.config().training().isLike(Training.small()) : "small".equals(schedule);
  }

  private static String described(Training training, boolean chosen) {
    return String.format(
        Locale.ROOT,
        "schedule small%s: %s epochs, batch %d, crop %d, rates %s and %s (ten times that in ASPP"
            + " and classifiers), guard %s",
        chosen ? ", as the data has few images (others with --schedule)" : "",
        training.epochs() == training.epochs(false)
            ? Integer.toString(training.epochs())
            : training.epochs() + " and " + training.epochs(false),
        training.batchSize(),
        training.crop(),
        PlainNumber.of(training.learningRate()),
        PlainNumber.of(training.laterLearningRate()),
        training.guard() == 0 ? "none" : PlainNumber.of(training.guard()));
  }

  private static void requireOneStep(String option, @Nullable Number value) {
    if (value != null && value.doubleValue() != 0) {
      throw CissException.usage(
          "%s is of later steps, and the scenario joint has one step; leave it out", option);
    }
  }

  private Ciss withMemory(Ciss start) {
    Ciss ciss = memory == null ? start : start.memory(memory);
    if (memoryPolicy == null) {
      return ciss;
    }
    MemoryConfig replay = ciss.config().memory();
    if (replay.images() == 0) {
      throw CissException.usage(
          "--memory-policy says how images are replayed, and none are; say how many with --memory,"
              + " or leave it out");
    }
    return ciss.memory(replay.withPolicy(memoryPolicy));
  }

  /** The same run, its images read and kept as was asked for, which changes no number. */
  public Ciss withLoading(Ciss start) {
    Ciss ciss = cache == null ? start : start.cache(cache);
    return loaderThreads == null ? ciss : ciss.loaderThreads(loaderThreads);
  }

  private Augmentation augmentation(Augmentation start) {
    Augmentation chosen = recipe == null ? start : start.withRecipe(recipe);
    if (colours.isEmpty()) {
      return chosen;
    }
    if (colours.size() != 4) {
      throw CissException.usage(
          "--colour-jitter needs brightness, contrast, saturation and hue, such as 0.4,0.4,0.4,0.1;"
              + " came %d numbers",
          colours.size());
    }
    return chosen.withColours(colours.get(0), colours.get(1), colours.get(2), colours.get(3));
  }

  private static final class RecipeConverter extends ParsedConverter<Augmentation.Recipe> {
    RecipeConverter() {
      super(Augmentation.Recipe::parse);
    }
  }

  private static final class PolicyConverter extends ParsedConverter<MemoryConfig.Policy> {
    PolicyConverter() {
      super(MemoryConfig.Policy::parse);
    }
  }

  /** Bytes, with k, m or g behind the number for 2^10, 2^20 or 2^30 of them. */
  private static final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)b?");

    @Override
    public Long convert(String text) {
      Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is no size such as 500m or 4g");
      }
      int shift = 10 * " kmg".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
      return Long.parseLong(matcher.group(1)) << shift;
    }
  }

  /** The defaults of each data set, for the help. */
  public static String[] defaults() {
    return Columns.aligned(
            Stream.concat(Stream.of(HEAD), Datasets.names().stream().map(TrainingOptions::row))
                .toList(),
            3)
        .map(line -> "  " + line)
        .toArray(String[]::new);
  }

  private static List<String> row(String dataset) {
    RunConfig config = Ciss.dataset(dataset).config();
    Training training = config.training();
    return List.of(
        dataset,
        config.scenario().name(),
        config.model().backbone(),
        Integer.toString(training.epochs()),
        Integer.toString(training.batchSize()),
        Integer.toString(training.crop()),
        PlainNumber.of(training.learningRate()),
        PlainNumber.of(training.laterLearningRate()));
  }
}
