// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.ciss4j.graph.weights.tensor.ArrayMemory;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;

/** The bytes of a pickle, read front to back. Lengths are checked before anything is allocated. */
public final class PickleInput {
  /** No name and no line of a checkpoint is longer. */
  public static final int LONGEST_TEXT = 1 << 16;

  /** Memory for texts: more than all names of the largest networks. */
  private static final long MOST_TEXT = 1L << 26;

  private static final int BLOCK = 1 << 14;

  private final OpenFile file;
  private final long end;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  private long afterBlock;
  private long textBytes;

  /** The bytes of a file from {@code start} to {@code end}, exclusive. */
  PickleInput(OpenFile file, long start, long end) {
    this.file = file;
    this.afterBlock = start;
    this.end = end;
    block.limit(0);
  }

  /** The next byte's place in the file. */
  long position() {
    return afterBlock - block.remaining();
  }

  int unsigned1() throws IOException {
    return Byte.toUnsignedInt(need(Byte.BYTES).get());
  }

  int unsigned2() throws IOException {
    return Short.toUnsignedInt(need(Short.BYTES).getShort());
  }

  int signed4() throws IOException {
    return need(Integer.BYTES).getInt();
  }

  long unsigned4() throws IOException {
    return Integer.toUnsignedLong(signed4());
  }

  long signed8() throws IOException {
    return need(Long.BYTES).getLong();
  }

  /** A little-endian two's complement number of at most 8 bytes. */
  long signed(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) unsigned1() << (Byte.SIZE * i);
    }
    int unused = Long.SIZE - Byte.SIZE * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  /** A text in UTF-8. */
  PickleValue text(long bytes) throws IOException {
    if (bytes > LONGEST_TEXT) {
      skip(bytes);
      return PickleValue.Atom.TEXT;
    }
    try {
      return new PickleValue.Text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(bytes))).toString());
    } catch (CharacterCodingException e) {
      throw wrong("a text in UTF-8", "bytes that are not");
    }
  }

  /** What Python 2 called a text: mostly ASCII, but it may be anything. */
  PickleValue byteText(long bytes) throws IOException {
    if (bytes > LONGEST_TEXT) {
      skip(bytes);
      return PickleValue.Atom.BYTES;
    }
    return new PickleValue.Text(new String(bytes(bytes), StandardCharsets.UTF_8));
  }

  /** The text up to the next line feed, without it. */
  String line() throws IOException {
    byte[] line = new byte[64];
    int length = 0;
    for (int next = unsigned1(); next != '\n'; next = unsigned1()) {
      if (length == LONGEST_TEXT) {
        throw wrong("a line of at most " + LONGEST_TEXT + " bytes", "a longer one");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) next;
    }
    countText(length);
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  void skip(long bytes) {
    requireLeft(bytes);
    if (bytes <= block.remaining()) {
      block.position(block.position() + (int) bytes);
    } else {
      afterBlock = position() + bytes;
      block.limit(0);
    }
  }

  /** A broken expectation at this place. */
  WeightsFormatException wrong(String expected, String found) {
    return file.damaged(expected + " by byte " + position() + " of the file", found);
  }

  private byte[] bytes(long count) throws IOException {
    requireLeft(count);
    countText(count);
    byte[] bytes = new byte[(int) count];
    for (int done = 0; done < bytes.length; ) {
      int part = Math.min(bytes.length - done, Math.max(1, block.remaining()));
      need(part).get(bytes, done, part);
      done += part;
    }
    return bytes;
  }

  private void countText(long bytes) {
    textBytes += bytes;
    if (textBytes > MOST_TEXT) {
      throw wrong("at most " + MOST_TEXT + " bytes of text", "more");
    }
  }

  private void requireLeft(long bytes) {
    long left = end - position();
    if (bytes < 0 || bytes > left) {
      throw wrong("a length of at most " + left, Long.toUnsignedString(bytes));
    }
  }

  /** The block, with at least so many bytes ahead. */
  private ByteBuffer need(int bytes) throws IOException {
    if (block.remaining() < bytes) {
      if (end - position() < bytes) {
        throw file.wrong(
            "the end of a pickle",
            "none up to byte " + end,
            "the file was cut short: fetch or write it again");
      }
      block.compact();
      block.limit((int) Math.min(block.capacity(), block.position() + end - afterBlock));
      int fresh = block.remaining();
      ArrayMemory.fill(block, file.path(), file.channel(), afterBlock);
      afterBlock += fresh;
      block.flip();
    }
    return block;
  }
}
