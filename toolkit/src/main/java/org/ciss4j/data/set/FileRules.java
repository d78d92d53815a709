// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ciss4j.data.label.LabelCensus;
import org.ciss4j.data.label.MaskLabels;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.scenario.LabelSpace;

/**
 * How the files of a data set are understood.
 *
 * @param labelSpace the classes
 * @param maskLabels what the numbers in masks stand for
 * @param exif what is made of the orientations that photographs say they have
 * @param mistake why all masks of a part are wrong together, where a data set has a sign of its own
 * @param remarks what was understood without being plain, a line each
 */
record FileRules(
    LabelSpace labelSpace,
    MaskLabels maskLabels,
    ExifRule exif,
    Function<LabelCensus, Optional<String>> mistake,
    List<String> remarks) {

  FileRules {
    remarks = List.copyOf(remarks);
  }

  static FileRules of(LabelSpace labelSpace, MaskLabels maskLabels) {
    return new FileRules(
        labelSpace, maskLabels, ExifRule.AUTO, census -> Optional.empty(), List.of());
  }

  FileRules withExif(ExifRule rule) {
    return new FileRules(labelSpace, maskLabels, rule, mistake, remarks);
  }

  FileRules withMistake(Function<LabelCensus, Optional<String>> sign) {
    return new FileRules(labelSpace, maskLabels, exif, sign, remarks);
  }

  FileRules withRemarks(List<String> more) {
    return new FileRules(
        labelSpace,
        maskLabels,
        exif,
        mistake,
        Stream.concat(remarks.stream(), more.stream()).toList());
  }
}
