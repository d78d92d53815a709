// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.ciss4j.data.BlockDataset;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.image.Mats;
import org.datavec.api.records.Record;
import org.datavec.api.records.listener.impl.LogRecordListener;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.datavec.image.data.ImageWritable;
import org.junit.jupiter.api.Test;

class SegmentationRecordReaderTest {
  private final BlockDataset dataset = new BlockDataset(3);
  private final SegmentationRecordReader reader =
      new SegmentationRecordReader(dataset, List.of("train_2", "test_0"));

  @Test
  void readsImageLabelAndIdInOrder() {
    List<Writable> record = reader.next();
    LabeledImage expected = dataset.read("train_2");
    assertThat(Mats.bytes(Mats.of((ImageWritable) record.get(0)))).isEqualTo(expected.rgb());
    assertThat(Mats.bytes(Mats.of((ImageWritable) record.get(1)))).isEqualTo(expected.label());
    assertThat(record.get(2)).isEqualTo(new Text("train_2"));
    assertThat(((ImageWritable) record.get(0)).getWidth()).isEqualTo(BlockDataset.WIDTH);
    assertThat(reader.next().get(2)).isEqualTo(new Text("test_0"));
    assertThat(reader.hasNext()).isFalse();
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void startsAnew() {
    reader.next();
    reader.reset();
    assertThat(reader.next().get(2)).isEqualTo(new Text("train_2"));
    assertThat(reader.resetSupported()).isTrue();
    assertThat(reader.getLabels()).startsWith("background", "a");
  }

  @Test
  void findsARecordAgainByItsMetaData() {
    SegmentationRecordReader odd = new SegmentationRecordReader(dataset, List.of("train #1 _1"));
    assertThat(odd.hasNext()).isTrue();
    Record first = reader.nextRecord();
    reader.nextRecord();
    assertThat(reader.loadFromMetaData(first.getMetaData()).getRecord().get(2))
        .isEqualTo(new Text("train_2"));
  }

  @Test
  void tellsListeners() {
    List<Object> heard = new ArrayList<>();
    reader.setListeners(
        new LogRecordListener() {
          @Override
          public void recordRead(
              org.datavec.api.records.reader.RecordReader source, Object record) {
            heard.add(record);
          }
        });
    List<Writable> record = reader.next();
    assertThat(heard).containsExactly(record);
  }
}
