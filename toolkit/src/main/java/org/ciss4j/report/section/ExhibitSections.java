// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.report.page.Picture;
import org.ciss4j.report.plot.Palette;
import org.ciss4j.scenario.LabelSpace;

/** Images with truth and predictions, and with activations of novel classes. */
final class ExhibitSections {
  private ExhibitSections() {}

  /** None if there is nothing to show. */
  static List<Document.Section> of(Exhibits exhibits) {
    List<Document.Section> sections = new ArrayList<>();
    if (!exhibits.worst().isEmpty()) {
      sections.add(new Document.Section("worst", "Worst images", List.of(worst(exhibits))));
    }
    if (!exhibits.labelled().isEmpty()) {
      sections.add(new Document.Section("examples", "Examples", List.of(labelled(exhibits))));
    }
    if (!exhibits.activations().isEmpty()) {
      sections.add(
          new Document.Section(
              "activations", "Activations of novel classes", List.of(activations(exhibits))));
    }
    return sections;
  }

  private static Block.Gallery worst(Exhibits exhibits) {
    return gallery(
        Format.text(
            "The worst of %d images that were scored, taken evenly from all of them, by the mean"
                + " IoU of the classes that the truth or the prediction shows; the worst first.",
            exhibits.worst().get(0).of()),
        exhibits,
        exhibits.mapColumns(),
        exhibits.worst().stream().map(Exhibits.Worst::shown).toList(),
        exhibits.worst().stream()
            .map(
                one ->
                    Format.text("%s, IoU %s %%", one.shown().image().id(), Percent.of(one.iou())))
            .toList());
  }

  private static Block.Gallery labelled(Exhibits exhibits) {
    return gallery(
        "Images that were scored, chosen to show novel classes first, with their labels and with"
            + " what the networks say.",
        exhibits,
        exhibits.columns(),
        exhibits.labelled(),
        exhibits.labelled().stream().map(example -> example.image().id()).toList());
  }

  private static Block.Gallery gallery(
      String caption,
      Exhibits exhibits,
      List<String> who,
      List<Exhibits.Labelled> examples,
      List<String> names) {
    List<String> columns = new ArrayList<>(List.of("image", "truth"));
    columns.addAll(who);
    Set<Integer> shown = new TreeSet<>();
    List<Block.GalleryRow> rows = new ArrayList<>();
    for (int row = 0; row < examples.size(); row++) {
      LabeledImage image = examples.get(row).image();
      List<byte[]> predictions = examples.get(row).predictions();
      List<Picture> pictures = new ArrayList<>();
      pictures.add(Picture.photo(image, "image " + image.id()));
      pictures.add(labels(image, image.label(), "truth", shown));
      for (int i = 0; i < predictions.size(); i++) {
        pictures.add(labels(image, predictions.get(i), who.get(i), shown));
      }
      rows.add(new Block.GalleryRow(names.get(row), pictures));
    }
    return new Block.Gallery(
        caption, columns, rows, shown.stream().map(id -> entry(exhibits.labels(), id)).toList());
  }

  private static Picture labels(LabeledImage image, byte[] labels, String who, Set<Integer> shown) {
    for (byte label : labels) {
      shown.add(Byte.toUnsignedInt(label));
    }
    return Picture.labels(
        image.width(), image.height(), labels, "labels of " + image.id() + ": " + who);
  }

  private static Block.LegendEntry entry(LabelSpace labels, int id) {
    String name = id == LabelSpace.VOID ? "void, not scored" : labels.nameOf(id);
    return new Block.LegendEntry(name, Palette.colour(id));
  }

  private static Block.Gallery activations(Exhibits exhibits) {
    List<String> columns = new ArrayList<>(List.of("image"));
    columns.addAll(exhibits.mapColumns());
    List<Block.GalleryRow> rows = new ArrayList<>();
    for (Exhibits.Activation activation : exhibits.activations()) {
      LabeledImage image = activation.image();
      String name = exhibits.labels().nameOf(activation.classId());
      List<Picture> pictures = new ArrayList<>();
      pictures.add(Picture.photo(image, "image " + image.id()));
      for (int i = 0; i < activation.maps().size(); i++) {
        pictures.add(
            Picture.heat(
                image.width(),
                image.height(),
                activation.maps().get(i),
                Format.text("probability of %s: %s", name, exhibits.mapColumns().get(i))));
      }
      rows.add(new Block.GalleryRow(name, pictures));
    }
    return new Block.Gallery(
        "Probability of a novel class after the step that brings it, from black for 0 to yellow for"
            + " 1.",
        columns,
        rows,
        List.of());
  }
}
