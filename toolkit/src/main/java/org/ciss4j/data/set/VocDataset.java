// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.data.label.MaskLabels;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * PASCAL VOC 2012, or any data laid out like it: {@code JPEGImages/ID.jpg}, {@code
 * SegmentationClass/ID.png} or {@code SegmentationClassAug/ID.png}, and lists of ids in {@code
 * ImageSets/Segmentation}.
 *
 * <p>Training takes the list {@code train_aug}, {@code trainaug} or {@code aug} (10,582 images with
 * the masks of Hariharan et al., "Semantic Contours from Inverse Detectors", ICCV 2011) where it
 * and its masks are there, else {@code train} (1,464); testing takes {@code val} (1,449). The lists
 * train, val and trainval are labelled from SegmentationClass, all others from
 * SegmentationClassAug; each falls back to the folder that exists. A second column of a list, such
 * as {@code /SegmentationClassAug/ID.png}, names the masks instead.
 */
public final class VocDataset {
  private VocDataset() {}

  /**
   * What may differ from VOC 2012 as it comes.
   *
   * @param labelSpace classes of the masks; its name is that of the data set
   * @param trainList name of the training list without {@code .txt}; null for the augmented one or
   *     else train
   * @param testList name of the test list without {@code .txt}
   */
  public record Options(LabelSpace labelSpace, @Nullable String trainList, String testList) {

    /** PASCAL VOC 2012 as described above. */
    public static Options standard() {
      return new Options(LabelSpace.pascalVoc(), null, "val");
    }

    /** The same with another training list. */
    public Options withTrainList(@Nullable String list) {
      return new Options(labelSpace, list, testList);
    }

    /** The same with other classes and another name. */
    public Options withLabelSpace(LabelSpace other) {
      return new Options(other, trainList, testList);
    }
  }

  /** As {@link #open(Path, Options)} with the standard options. */
  public static FileDataset open(Path root) {
    return open(root, Options.standard());
  }

  /**
   * Finds the data and reads its lists; looks at no image.
   *
   * @param root the folder {@code VOC2012}, or one that holds {@code VOCdevkit/VOC2012} or {@code
   *     VOC2012}
   * @throws CissException of kind usage if a folder or list is missing; of kind failure if a list
   *     is empty or names an image twice, or if an image is in both lists
   */
  public static FileDataset open(Path root, Options options) {
    VocFolder folder = VocFolder.find(root);
    VocTrainList train =
        options.trainList() == null
            ? VocTrainList.choose(folder)
            : new VocTrainList(options.trainList(), List.of());
    return new FileDataset(
        FileRules.of(options.labelSpace(), MaskLabels.ids(options.labelSpace())),
        part(folder, train.name()).withRemarks(train.remarks()),
        part(folder, options.testList()));
  }

  private static DatasetPart part(VocFolder folder, String list) {
    ImageList images = folder.list(list);
    images.ids(); // They are distinct.
    return DatasetPart.of(list, images.file(), folder.files(list));
  }
}
