// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.io.DataInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.image.Mats;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataURI;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.datavec.image.data.ImageWritable;

/**
 * Reads images of a data set as DataVec records of three writables: the image ({@link
 * ImageWritable}, 8-bit, red, green, blue), its label ({@link ImageWritable}, 8-bit, data set ids)
 * and its id ({@link Text}).
 *
 * <p>The ids stand in for an input split: {@link #initialize} changes nothing. {@link
 * #record(String)} may be called by several threads at once, all else by one.
 */
public final class SegmentationRecordReader extends BaseRecordReader {
  private static final String SCHEME = "ciss4j";

  private final transient SegmentationDataset dataset;
  private final List<String> ids;
  private transient Configuration configuration = new Configuration();
  private int position;

  /** A reader of these images in this order. */
  public SegmentationRecordReader(SegmentationDataset dataset, List<String> ids) {
    this.dataset = dataset;
    this.ids = new ArrayList<>(ids);
  }

  /** The record of one image, wherever the reader stands. */
  public List<Writable> record(String id) {
    LabeledImage image = dataset.read(id);
    return List.of(
        Mats.ofColours(image.width(), image.height(), image.rgb()),
        Mats.ofLabels(image.width(), image.height(), image.label()),
        new Text(id));
  }

  @Override
  public boolean hasNext() {
    return position < ids.size();
  }

  @Override
  public List<Writable> next() {
    return nextRecord().getRecord();
  }

  @Override
  public Record nextRecord() {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + ids.size() + " images are read; reset the reader");
    }
    Record record = loadFromMetaData(metaData(ids.get(position++)));
    invokeListeners(record.getRecord());
    return record;
  }

  @Override
  public Record loadFromMetaData(RecordMetaData metaData) {
    String id = metaData.getURI().getSchemeSpecificPart();
    return new org.datavec.api.records.impl.Record(record(id), metaData);
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> metaData) {
    return metaData.stream().map(this::loadFromMetaData).toList();
  }

  private static RecordMetaData metaData(String id) {
    try {
      return new RecordMetaDataURI(new URI(SCHEME, id, null), SegmentationRecordReader.class);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the id '" + id + "' cannot be part of a URI", e);
    }
  }

  @Override
  public void reset() {
    position = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /** The names of the classes by id. */
  @Override
  public List<String> getLabels() {
    return dataset.labelSpace().classNames();
  }

  /** Does nothing: the ids say what is read. */
  @Override
  public void initialize(InputSplit split) {}

  /** Keeps the configuration, but the ids say what is read. */
  @Override
  public void initialize(Configuration conf, InputSplit split) {
    configuration = conf;
  }

  /** Not supported: an image and its label are not one stream. */
  @Override
  public List<Writable> record(URI uri, DataInputStream dataInputStream) {
    throw new UnsupportedOperationException(
        "an image and its label are not one stream; use record(id)");
  }

  @Override
  public Configuration getConf() {
    return configuration;
  }

  @Override
  public void setConf(Configuration conf) {
    configuration = conf;
  }

  @Override
  public void close() {}
}
