// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tensorboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.Summary;

/**
 * A file of TensorFlow's events. Each is a record of TFRecord: its length, the masked CRC-32C of
 * that, the event, and its masked CRC-32C, all little-endian. Of the message {@code Event}, which
 * ND4J does not bring, there are the fields that are needed: 1 wall time, 2 step, 3 version, 5
 * summary, 7 session.
 */
final class EventFile implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION = 7;

  /** A message whose field 1, the status, is 1, the start. */
  private static final byte[] START = {8, 1};

  private static final int MASK = 0xa282ead8;
  private static final int ROTATION = 15;

  private final OutputStream out;

  /** What is in an event beside its time. */
  private interface Content {
    void writeTo(CodedOutputStream event) throws IOException;
  }

  private EventFile(OutputStream out) {
    this.out = out;
  }

  /**
   * A new file, which TensorBoard finds by its name.
   *
   * @param folder made if it is missing
   */
  static EventFile begunIn(Path folder) throws IOException {
    Files.createDirectories(folder);
    EventFile file = new EventFile(created(folder));
    file.write(event -> event.writeString(FILE_VERSION, VERSION));
    return file;
  }

  /** TensorBoard reads files in the order of their names, so a later one has a later second. */
  private static OutputStream created(Path folder) throws IOException {
    for (long second = Instant.now().getEpochSecond(); ; second++) {
      try {
        String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.ciss4j", second);
        Path file = folder.resolve(name);
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        // Another second.
      }
    }
  }

  /** Values of a step. */
  void add(long step, Summary summary) throws IOException {
    write(
        event -> {
          event.writeInt64(STEP, step);
          event.writeMessage(SUMMARY, summary);
        });
  }

  /** From this step on, what earlier files say does not count any more. */
  void startAt(long step) throws IOException {
    write(
        event -> {
          event.writeInt64(STEP, step);
          event.writeByteArray(SESSION, START);
        });
  }

  private void write(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream event = CodedOutputStream.newInstance(bytes);
    event.writeDouble(WALL_TIME, Instant.now().toEpochMilli() / 1e3);
    content.writeTo(event);
    event.flush();
    out.write(record(bytes.toByteArray()));
  }

  private static byte[] record(byte[] data) {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + data.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(maskedSum(record.array(), Long.BYTES));
    record.put(data);
    record.putInt(maskedSum(data, data.length));
    return record.array();
  }

  private static int maskedSum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return Integer.rotateRight((int) sum.getValue(), ROTATION) + MASK;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
