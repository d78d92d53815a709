// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.ciss4j.cli.Cli;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.RunEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written, read by a reader that shares nothing with the writer. */
class TensorBoardLogTest {
  @TempDir private static Path folder;
  private static Path run;

  /** A field of a protobuf message: a number, or bytes. */
  private record Field(int number, long value, byte[] bytes) {}

  /** A value of an event: a number, or a picture. */
  private record Value(long step, String tag, float number, byte[] png) {}

  @BeforeAll
  static void train() {
    run = folder.resolve("run");
    Cli cli =
        Cli.run(
            List.of("train", "--dataset", "sample", "--scenario", "3-1", "--epochs", 1),
            List.of("--crop", 32, "--batch", 32, "--tensorboard", "--out", run, "--quiet"));
    assertThat(cli.exit()).as(cli.err()).isZero();
  }

  private static List<byte[]> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      byte[] event =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(event);
      assertThat(bytes.getInt()).isEqualTo(masked(event));
      events.add(event);
    }
    return events;
  }

  /** CRC-32C bit by bit, of which TFRecord stores {@code rotate(crc, 15) + 0xa282ead8}. */
  private static int masked(byte[] data) {
    int crc = crc(data);
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  private static int crc(byte[] data) {
    int crc = -1;
    for (byte each : data) {
      crc ^= Byte.toUnsignedInt(each);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
      }
    }
    return ~crc;
  }

  private static List<Field> fields(byte[] message) {
    ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (bytes.hasRemaining()) {
      long key = varint(bytes);
      int number = (int) (key >>> 3);
      fields.add(
          switch ((int) (key & 7)) {
            case 0 -> new Field(number, varint(bytes), new byte[0]);
            case 1 -> new Field(number, bytes.getLong(), new byte[0]);
            case 5 -> new Field(number, bytes.getInt(), new byte[0]);
            default -> {
              byte[] content = new byte[(int) varint(bytes)];
              bytes.get(content);
              yield new Field(number, 0, content);
            }
          });
    }
    return fields;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 127) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static Field field(byte[] message, int number) {
    return fields(message).stream()
        .filter(field -> field.number() == number)
        .findFirst()
        .orElse(new Field(number, 0, new byte[0]));
  }

  private static List<Value> values(Path file) throws IOException {
    List<Value> values = new ArrayList<>();
    for (byte[] event : events(file)) {
      for (Field value : fields(field(event, 5).bytes())) {
        values.add(
            new Value(
                field(event, 2).value(),
                new String(field(value.bytes(), 1).bytes(), StandardCharsets.UTF_8),
                Float.intBitsToFloat((int) field(value.bytes(), 2).value()),
                field(field(value.bytes(), 4).bytes(), 4).bytes()));
      }
    }
    return values;
  }

  private static List<Path> files(Path ofRun) throws IOException {
    try (Stream<Path> files = Files.list(ofRun.resolve("tensorboard"))) {
      return files.sorted().toList();
    }
  }

  private static List<Value> of(List<Value> values, String tag) {
    return values.stream().filter(value -> value.tag().equals(tag)).toList();
  }

  /** RFC 3720, B.4. */
  @Test
  void theSumOfTheTestIsCrc32c() {
    assertThat(crc(new byte[32])).isEqualTo(0x8a9136aa);
    assertThat(crc("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
  }

  @Test
  void lossesAndScoresAreThoseOfTheRun() throws IOException {
    assertThat(files(run)).hasSize(1);
    Path file = files(run).get(0);
    assertThat(file.getFileName().toString()).matches("events\\.out\\.tfevents\\.\\d{10}\\.ciss4j");
    byte[] first = events(file).get(0);
    assertThat(field(first, 3).bytes()).asString().isEqualTo("brain.Event:2");
    assertThat(Double.longBitsToDouble(field(first, 1).value())).isGreaterThan(1.7e9);
    List<Value> values = values(file);
    List<String> lines = new ArrayList<>();
    for (int step = 0; step < 2; step++) {
      List<String> all = Files.readAllLines(run.resolve("step_" + step).resolve("losses.csv"));
      lines.addAll(all.subList(1, all.size()));
    }
    List<Value> losses = of(values, "loss/total");
    assertThat(losses).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(losses.get(i).step()).isEqualTo(i + 1);
      String[] cells = lines.get(i).split(",", -1);
      assertThat(losses.get(i).number()).isEqualTo(Float.parseFloat(cells[2]));
      assertThat(of(values, "rate/backbone").get(i).number()).isEqualTo(Float.parseFloat(cells[1]));
    }
    List<Value> scores = of(values, "score/all");
    assertThat(scores).extracting(Value::step).containsExactly(0L, 1L);
    assertThat((double) scores.get(1).number())
        .isCloseTo(RunDirectory.open(run).result().last().scores().all(), within(1e-6));
    assertThat(of(values, "iou/cross")).extracting(Value::step).containsExactly(1L);
    assertThat(of(values, "loss/kd")).isNotEmpty();
  }

  @Test
  void picturesShowTruthAndPrediction() throws IOException {
    List<Value> pictures = of(values(files(run).get(0)), "examples/1");
    assertThat(pictures).extracting(Value::step).containsExactly(0L, 1L);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(pictures.get(1).png()));
    assertThat(picture.getWidth()).isGreaterThan(3 * 100);
  }

  /** What was trained after the last checkpoint of a run that was killed is trained again. */
  @Test
  void aRunThatGoesOnTakesBackWhatIsDoneAgain(@TempDir Path other) throws IOException {
    Step step = RunDirectory.open(run).scenario().steps().get(1);
    for (int time = 0; time < 2; time++) {
      try (TensorBoardLog log = new TensorBoardLog(other, event -> {})) {
        log.on(new RunEvent.RunStarted(List.of(10L, 20L)));
        log.on(new RunEvent.StepStarted(step, 2, 1, 1, 5, 20));
        log.on(new RunEvent.IterationDone(1, 6, 20, 0.5, Map.of(), 0.1, 1, 0));
      }
    }
    assertThat(files(other)).hasSize(2);
    List<byte[]> events = events(files(other).get(1));
    assertThat(field(events.get(1), 2).value()).isEqualTo(16);
    assertThat(field(field(events.get(1), 7).bytes(), 1).value()).as("START").isEqualTo(1);
    Value first = values(files(other).get(1)).get(0);
    assertThat(first.step()).isEqualTo(16);
    assertThat(first.tag()).isEqualTo("loss/total");
  }

  @Test
  void aFolderThatCannotBeWrittenDoesNotStopTheRun(@TempDir Path other) throws IOException {
    Files.writeString(other.resolve("tensorboard"), "a file");
    List<RunEvent> heard = new ArrayList<>();
    try (TensorBoardLog log = new TensorBoardLog(other, heard::add)) {
      for (int iteration = 1; iteration < 4; iteration++) {
        log.on(new RunEvent.IterationDone(0, iteration, 3, 1, Map.of(), 1, 1, 0));
      }
    }
    assertThat(heard).filteredOn(event -> event instanceof RunEvent.Remark).hasSize(1);
    assertThat(heard.get(0).toString()).contains("nothing more is written for TensorBoard");
    assertThat(heard).hasSize(4);
  }

  @Test
  void itIsOfOneRun() {
    Cli cli = Cli.run("train", "--seeds", "1,2", "--tensorboard", "--out", folder.resolve("seeds"));
    assertThat(cli.err()).contains("--tensorboard is of one run").hasLineCount(1);
    assertThat(cli.exit()).isEqualTo(2);
  }
}
