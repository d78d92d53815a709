// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pickles that want more than to describe tensors: nothing is run, and nothing grows. */
@Timeout(300)
class HostilePickleTest {
  private static final long TRILLION = 1_000_000_000_000L;

  @TempDir Path folder;

  private Path file(PickleBytes pickle) {
    return RawFiles.write(folder.resolve("w.pth"), TorchFiles.checkpoint(pickle, new byte[8]));
  }

  /** A dict {@code {"evil": VALUE, "state_dict": {"a": TENSOR}}}, which may need the value. */
  private static PickleBytes beside(PickleBytes value) {
    return PickleBytes.protocol2()
        .ops("}")
        .text("evil")
        .add(value)
        .ops("s")
        .text("state_dict")
        .ops("}")
        .text("a")
        .tensor()
        .ops("ss.");
  }

  private static PickleBytes value() {
    return new PickleBytes();
  }

  private static PickleBytes system() {
    return value().global("posix", "system");
  }

  static Stream<Arguments> inertValues() {
    return Stream.of(
        inert("GLOBAL", system()),
        inert("REDUCE", system().text("touch pwned").op(0x85).ops("R")),
        inert("REDUCE of its result", system().ops(")R)R")),
        inert("STACK_GLOBAL", value().text("posix").text("system").op(0x93).ops(")R")),
        inert("INST", value().ops("(").text("touch pwned").ops("iposix\nsystem\n")),
        inert("OBJ", value().ops("(").global("posix", "system").text("touch pwned").ops("o")),
        inert("NEWOBJ", system().ops(")").op(0x81)),
        inert("NEWOBJ_EX", system().ops(")}").op(0x92)),
        inert("BUILD", system().ops(")R}").text("__setstate__").global("os", "system").ops("sb")),
        inert("items of an object", system().ops(")R(").text("a").text("b").ops("uNa(NNe")),
        inert("eval", value().global("builtins", "eval").text("1/0").op(0x85).ops("R")),
        inert("set", value().op(0x8f).ops("(KK").op(0x90)),
        inert("frozenset", value().ops("(N").op(0x91)),
        inert("a list in itself", value().ops("]q\7h\7a")),
        inert("a dict in itself", value().ops("}q\7h\7h\7s")),
        inert("lists in lists", value().ops("]").repeat(1_000_000, "]").repeat(1_000_000, "a")),
        inert("tuples in tuples", value().repeat(500_000, "(").repeat(500_000, "t")),
        inert("a billion laughs", laughs(100)),
        inert("LONG of many digits", value().ops("L" + "9".repeat(60_000) + "L\n")),
        inert("LONG4 of many bytes", value().op(0x8b).int4(50_000).repeat(50_000, "\177")),
        inert("LONG1 without bytes", value().op(0x8a, 0)),
        inert("long text", value().text("a".repeat(1_000_000))),
        inert("text that is escaped", value().ops("S'\\x41'\n0V\\u0041\n")),
        inert("bytes that are no text", value().ops("U\2").op(0xff, 0xfe)),
        inert("BYTEARRAY8", value().op(0x96).int8(3).ops("abc")),
        inert(
            "a sparse tensor", value().global("torch._utils", "_rebuild_sparse_tensor").ops(")R")));
  }

  private static PickleBytes laughs(int depth) {
    return value().ops("]q\0").repeat(depth, "0]h\0ah\0aq\0");
  }

  private static Arguments inert(String what, PickleBytes value) {
    return Arguments.of(what, value);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inertValues")
  void readsTheStateDictBeside(String what, PickleBytes value) {
    Map<String, INDArray> arrays = WeightsFile.read(file(beside(value)));

    assertThat(arrays.keySet()).containsExactly("a");
    assertThat(Path.of("pwned")).doesNotExist();
  }

  static Stream<Arguments> brokenValues() {
    return Stream.of(
        broken("EXT1", value().op(0x82, 1), "instruction 0x82"),
        broken("EXT2", value().op(0x83, 1, 0), "instruction 0x83"),
        broken("EXT4", value().op(0x84).int4(1), "instruction 0x84"),
        broken("PERSID", value().ops("P0\n"), "instruction 0x50"),
        broken("NEXT_BUFFER", value().op(0x97), "instruction 0x97"),
        broken("READONLY_BUFFER", value().ops("N").op(0x98), "instruction 0x98"),
        broken("no instruction", value().op(0xff), "instruction 0xff"),
        broken("protocol 6", value().op(0x80, 6), "protocol 0 to 5"),
        broken("memo of 4 billion", value().ops("Nr").int4(-1), "memo number below 2097152"),
        broken("negative memo", value().ops("Np-1\n"), "memo number below"),
        broken("memo without number", value().ops("Npx\n"), "a whole number"),
        broken("unset memo", value().ops("h\7"), ", found 7"),
        broken("unset far memo", value().ops("j").int4(-1), "found 4294967295"),
        broken("too many steps", value().repeat(5_000_000, "N0"), "at most 2097152 steps"),
        broken("negative LONG4", value().op(0x8b).int4(-1), "a length of at most"),
        broken("huge LONG4", value().op(0x8b).int4(Integer.MAX_VALUE), "a length of at most"),
        broken("huge BINUNICODE", value().ops("X").int4(-1), "found 4294967295"),
        broken("huge BINUNICODE8", value().op(0x8d).int8(1L << 62), "found 4611686018427387904"),
        broken("negative BINUNICODE8", value().op(0x8d).int8(-1), "found 18446744073709551615"),
        broken("huge BINBYTES8", value().op(0x8e).int8(Long.MAX_VALUE), "a length of at most"),
        broken("huge BYTEARRAY8", value().op(0x96).int8(Long.MIN_VALUE), "a length of at most"),
        broken("negative BINSTRING", value().ops("T").int4(-1), "a length of at most"),
        broken("no UTF-8", value().ops("X").int4(1).op(0xff), "a text in UTF-8"),
        broken("endless line", value().repeat(70_000, "I1"), "a line of at most 65536 bytes"),
        broken("INT", value().ops("Iseven\n"), "a whole number"),
        broken("no value to pop", value().ops("(R"), "a value on the stack"),
        broken("values below a mark", value().ops("NN(").op(0x86), "a value on the stack"),
        broken("no mark", value().ops("t"), "a mark on the stack"),
        broken("key without value", value().ops("}(Nu"), "a key without a value"),
        broken("append to a dict", value().ops("}Na"), "a list to append to"),
        broken("item of a list", value().ops("]NNs"), "a dict to put items into"),
        broken("call of a number", value().ops("K\1)R"), "a class or function to call"),
        broken("call without tuple", system().ops("NR"), "a tuple of arguments"),
        broken("object without class", value().ops("(o"), "a class or function to call"),
        broken("name of numbers", value().ops("K\1K\1").op(0x93), "two texts as the name"),
        broken("identifier", value().ops("NQ"), "an identifier of a storage"),
        broken("identifier of one", value().text("storage").op(0x85).ops("Q"), "an identifier"),
        broken("a dict copied often", copies(), "at most 2097152 steps"),
        broken("long names made often", names(), "at most 2097152 steps"),
        broken(
            "two kinds of a storage",
            value().ops("(").storage("FloatStorage", 2).storage("HalfStorage", 4).ops("t"),
            "one type and length of storage '0'"),
        broken(
            "tensor of nothing",
            value().global("torch._utils", "_rebuild_tensor_v2").ops(")R"),
            "a tensor made of storage, offset, size and stride"),
        broken(
            "tensor of 33 dimensions",
            value().tensor("FloatStorage", 2, 0, new long[33], new long[33]),
            "at most 32 numbers as size"),
        broken(
            "negative size",
            value().tensor("FloatStorage", 2, 0, new long[] {-1}, new long[] {1}),
            "numbers of 0 to 2^63 - 1 as size of a tensor, found the number -1"),
        broken(
            "negative stride",
            value().tensor("FloatStorage", 2, 0, new long[] {2}, new long[] {-1}),
            "as stride of a tensor"));
  }

  private static PickleBytes copies() {
    PickleBytes pairs = value().ops("(").repeat(10_000, "NN\u0086").ops("tq\0");
    return pairs.global("collections", "OrderedDict").ops("q\1").repeat(1000, "h\1h\0\u0085R");
  }

  private static PickleBytes names() {
    return value().text("a".repeat(60_000)).ops("q\0").repeat(2000, "h\0h\0\u0093");
  }

  private static Arguments broken(String what, PickleBytes value, String message) {
    return Arguments.of(what, value, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenValues")
  void refusesInOneLine(String what, PickleBytes value, String message) {
    refuse(beside(value), message);
  }

  static Stream<Arguments> brokenTensors() {
    long[] two = {2};
    long[] one = {1};
    return Stream.of(
        tensor("beyond its storage", 2, 1, two, one, "inside the 2 elements of its storage"),
        tensor("by stride", 2, 0, two, new long[] {2}, "inside the 2 elements of its storage"),
        tensor("negative offset", 2, -1, two, one, "inside the 2 elements of its storage"),
        tensor("far offset", 2, Long.MAX_VALUE, two, one, "inside the 2 elements"),
        tensor("far stride", 2, 0, two, new long[] {Long.MAX_VALUE}, "inside the 2 elements"),
        tensor(
            "overflowing stride",
            2,
            0,
            new long[] {3},
            new long[] {Long.MAX_VALUE},
            "inside the 2 elements"),
        tensor("strides missing", 2, 0, two, new long[0], "as many strides as dimensions"),
        tensor(
            "overflowing size",
            2,
            0,
            new long[] {1L << 32, 1L << 32},
            new long[] {0, 0},
            "less than 2^63 elements"),
        tensor(
            "overflow hidden by zero",
            2,
            0,
            new long[] {0, 1L << 32, 1L << 32},
            new long[] {0, 0, 0},
            "less than 2^63 elements"),
        tensor(
            "expanded",
            2,
            0,
            new long[] {TRILLION},
            new long[] {0},
            "at most 16 times the size of the file"),
        tensor("storage too long", 3, 0, two, one, "3 elements of 4 bytes in storage '0'"),
        tensor("storage too short", 1, 0, one, one, "1 elements of 4 bytes in storage '0'"),
        tensor("negative storage", -1, 0, two, one, "class, key, device and length"),
        tensor("endless storage", Long.MAX_VALUE, 0, two, one, "9223372036854775807 elements"));
  }

  private static Arguments tensor(
      String what, long elements, long offset, long[] size, long[] stride, String message) {
    PickleBytes pickle =
        PickleBytes.protocol2()
            .ops("}")
            .text("a")
            .tensor("FloatStorage", elements, offset, size, stride)
            .ops("s.");
    return Arguments.of(what, pickle, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenTensors")
  void refusesTensorsThatDoNotFit(String what, PickleBytes pickle, String message) {
    refuse(pickle, message);
  }

  @Test
  void refusesManyViewsOfMuch() {
    PickleBytes pickle = PickleBytes.protocol2().ops("}");
    for (int i = 0; i < 300; i++) {
      pickle
          .text("a" + i)
          .tensor("FloatStorage", 2, 0, new long[] {2, 1000}, new long[] {1, 0})
          .ops("s");
    }
    refuse(pickle.ops("."), "at most 16 times the size of the file");
  }

  static Stream<Arguments> brokenRoots() {
    return Stream.of(
        broken("None", value().ops("N."), "a state dict, found nothing (None)"),
        broken("a call", system().text("ls").op(0x85).ops("R."), "an object of 'posix.system'"),
        broken("a tensor", value().tensor().ops("."), "found a tensor"),
        broken("a list", value().ops("]."), "found a sequence of 0"),
        broken("an empty dict", value().ops("}."), "a dict with nothing in it"),
        broken("others", value().ops("}").text("lr").ops("Ns."), "found a dict with 'lr';"),
        broken(
            "quantised tensors alone",
            value().ops("}").text("w").global("torch._utils", "_rebuild_qtensor").ops(")Rs."),
            "a dense tensor under the text 'w', found an object of"
                + " 'torch._utils._rebuild_qtensor'"),
        broken("no end", value().ops("}"), "the end of a pickle"),
        broken("nothing", value(), "the end of a pickle"),
        broken("only an end", value().ops("."), "a value on the stack"),
        broken(
            "two of a name",
            value().ops("}").text("a").tensor().ops("s").text("a").tensor().ops("s."),
            "one tensor the text 'a', found two"),
        broken(
            "two state dicts",
            value().ops("}").text("model").ops("}s").text("model").ops("}s."),
            "one 'model', found 2"),
        broken(
            "a name that is none",
            value().ops("}K\1").tensor().ops("s."),
            "a text as the name of each tensor, found the number 1"),
        broken(
            "a NumPy array among tensors",
            value()
                .ops("}")
                .text("a")
                .tensor()
                .ops("s")
                .text("b")
                .global("numpy.core.multiarray", "_reconstruct")
                .ops(")Rs."),
            "a dense tensor under the text 'b'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenRoots")
  void refusesWhatIsNoStateDict(String what, PickleBytes pickle, String message) {
    refuse(pickle, message);
  }

  private void refuse(PickleBytes pickle, String message) {
    Path file = file(pickle);
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageStartingWith(file + ": expected ")
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1)
        .hasSizeLessThan(file.toString().length() + 400);
    assertThatThrownBy(() -> WeightsFile.inspect(file)).isInstanceOf(WeightsFormatException.class);
  }

  @Test
  void leavesOutWhatIsNoTensor() {
    PickleBytes pickle =
        PickleBytes.protocol2()
            .ops("}")
            .text("epoch")
            .ops("K\3s")
            .text("config")
            .global("train", "Config")
            .ops(")Rs")
            .text("a._extra_state")
            .global("torch", "Extra")
            .ops(")Rs")
            .text("a")
            .tensor()
            .ops("s.");

    assertThat(WeightsFile.read(file(pickle)).keySet()).containsExactly("a");
  }

  @Test
  void keepsThePrefixOfDataParallelTrainingUnlessAllHaveIt() {
    PickleBytes pickle =
        PickleBytes.protocol2()
            .ops("}")
            .text("module.a")
            .tensor()
            .ops("s")
            .text("b")
            .tensor()
            .ops("s.");

    assertThat(WeightsFile.read(file(pickle)).keySet()).containsExactly("module.a", "b");
  }

  /** Python 2 wrote dicts as lists of pairs, names as bytes, and tensors by an older function. */
  @Test
  void readsThePicklesOfPython2() {
    PickleBytes pickle =
        PickleBytes.protocol2()
            .global("collections", "OrderedDict")
            .ops("](")
            .ops("](U\1a")
            .global("torch._utils", "_rebuild_tensor")
            .ops("(")
            .storage("FloatStorage", 2)
            .number(0)
            .tuple(2)
            .tuple(1)
            .ops("tRe")
            .ops("e")
            .op(0x85)
            .ops("R.");

    INDArray array = WeightsFile.read(file(pickle)).get("a");
    assertThat(array.shape()).containsExactly(2);
  }

  @Test
  void allocatesNothingForWhatIsNotThere() {
    Path far = file(beside(value().op(0x8d).int8(1L << 30)));
    refuseBriefly(far); // classes are loaded

    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    refuseBriefly(far);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

    assertThat(after - before).isLessThan(2_000_000);
  }

  private static void refuseBriefly(Path file) {
    assertThatThrownBy(() -> WeightsFile.read(file)).isInstanceOf(WeightsFormatException.class);
  }
}
