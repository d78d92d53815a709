// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.torch.PickleValue.Atom;
import org.ciss4j.graph.weights.torch.PickleValue.Dict;
import org.ciss4j.graph.weights.torch.PickleValue.Global;
import org.ciss4j.graph.weights.torch.PickleValue.Opaque;
import org.ciss4j.graph.weights.torch.PickleValue.Sequence;
import org.ciss4j.graph.weights.torch.PickleValue.Text;
import org.ciss4j.graph.weights.torch.PickleValue.Whole;

/**
 * Reads pickles of protocols 0 to 5 without running anything.
 *
 * <p>A pickle is a program for a stack machine, and in Python its calls may be of any function.
 * Here they go to a {@link Calls}, which knows a few by name and answers the others with an {@link
 * Opaque}. The instructions that persist by text, call from a registry of extensions or take
 * buffers from elsewhere are refused. The number of instructions is bounded, and each makes at most
 * one value, so memory and time are bounded too.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">The instructions</a>
 */
final class PickleMachine {
  /** More than a checkpoint with optimiser of 50,000 tensors needs; some 200 MB at worst. */
  static final int MOST_STEPS = 1 << 21;

  private static final int STOP = '.';
  private static final int HIGHEST_PROTOCOL = 5;

  private final PickleInput input;
  private final Calls calls;
  private final PickleStack stack;
  private int stepsLeft = MOST_STEPS;

  /** What a pickle's calls mean. */
  interface Calls {
    /** The value of a known function, or an {@link Opaque}. Must not walk through the arguments. */
    PickleValue call(Global function, Sequence arguments);

    /** The value that the file holds elsewhere under an identifier. */
    PickleValue persistent(PickleValue identifier);
  }

  private PickleMachine(PickleInput input, Calls calls) {
    this.input = input;
    this.calls = calls;
    this.stack = new PickleStack(input, MOST_STEPS);
  }

  /** The value of the pickle that is next; the input then stands after it. */
  static PickleValue load(PickleInput input, Calls calls) throws IOException {
    return new PickleMachine(input, calls).run();
  }

  private PickleValue run() throws IOException {
    for (int opcode = input.unsigned1(); opcode != STOP; opcode = input.unsigned1()) {
      spend(1);
      if (!runData(opcode) && !runContainer(opcode) && !runStack(opcode) && !runCall(opcode)) {
        throw input.wrong(
            "an instruction that state dicts use",
            String.format(Locale.ROOT, "instruction 0x%02x", opcode));
      }
    }
    return stack.pop();
  }

  private void spend(int steps) {
    stepsLeft -= steps;
    if (stepsLeft < 0) {
      throw input.wrong("a pickle of at most " + MOST_STEPS + " steps", "more");
    }
  }

  /** Pushes a number, text or the like. */
  private boolean runData(int opcode) throws IOException {
    switch (opcode) {
      case 'N' -> stack.push(Atom.NONE);
      case 0x88 -> stack.push(Atom.TRUE);
      case 0x89 -> stack.push(Atom.FALSE);
      case 'J' -> stack.push(new Whole(input.signed4()));
      case 'K' -> stack.push(new Whole(input.unsigned1()));
      case 'M' -> stack.push(new Whole(input.unsigned2()));
      case 'I', 'L' -> stack.push(number(input.line()));
      case 0x8a -> stack.push(number(input.unsigned1()));
      case 0x8b -> stack.push(number(input.signed4()));
      case 'F' -> {
        input.line();
        stack.push(Atom.NUMBER);
      }
      case 'G' -> skip(Double.BYTES, Atom.NUMBER);
      case 'S', 'V' -> stack.push(line(input.line()));
      case 'X' -> stack.push(input.text(input.unsigned4()));
      case 0x8c -> stack.push(input.text(input.unsigned1()));
      case 0x8d -> stack.push(input.text(input.signed8()));
      case 'T' -> stack.push(input.byteText(input.signed4()));
      case 'U' -> stack.push(input.byteText(input.unsigned1()));
      case 'B' -> skip(input.unsigned4(), Atom.BYTES);
      case 'C' -> skip(input.unsigned1(), Atom.BYTES);
      case 0x8e, 0x96 -> skip(input.signed8(), Atom.BYTES);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Makes a list, tuple, dict or set, or adds to one. */
  private boolean runContainer(int opcode) {
    switch (opcode) {
      case ']' -> stack.push(new Sequence(new ArrayList<>(0)));
      case 'l', 't' -> stack.push(new Sequence(stack.popMark()));
      case ')' -> stack.push(new Sequence(new ArrayList<>(0)));
      case 0x85 -> stack.push(new Sequence(stack.pop(1)));
      case 0x86 -> stack.push(new Sequence(stack.pop(2)));
      case 0x87 -> stack.push(new Sequence(stack.pop(3)));
      case '}' -> stack.push(new Dict());
      case 'd' -> {
        List<PickleValue> items = stack.popMark();
        stack.push(new Dict());
        setItems(items);
      }
      case 0x8f -> stack.push(Atom.SET);
      case 0x91 -> {
        stack.popMark();
        stack.push(Atom.SET);
      }
      case 'a' -> append(stack.pop(1));
      case 'e' -> append(stack.popMark());
      case 's' -> setItems(stack.pop(2));
      case 'u' -> setItems(stack.popMark());
      case 0x90 -> {
        stack.popMark();
        stack.top();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Moves values between the stack and the memo. */
  private boolean runStack(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> requireProtocol(input.unsigned1());
      case 0x95 -> input.signed8(); // the length of a frame, for readers that read ahead
      case '(' -> stack.mark();
      case '0' -> stack.drop();
      case '1' -> stack.popMark();
      case '2' -> stack.push(stack.top());
      case 'p' -> stack.put(index(input.line()));
      case 'q' -> stack.put(input.unsigned1());
      case 'r' -> stack.put(input.unsigned4());
      case 0x94 -> stack.memoize();
      case 'g' -> stack.get(index(input.line()));
      case 'h' -> stack.get(input.unsigned1());
      case 'j' -> stack.get(input.unsigned4());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** What Python would run code for. */
  private boolean runCall(int opcode) throws IOException {
    switch (opcode) {
      case 'c' -> stack.push(new Global(input.line() + "." + input.line()));
      case 0x93 -> stack.push(global(stack.pop(2)));
      case 'Q' -> stack.push(calls.persistent(stack.pop()));
      case 'R' -> call(stack.pop(2));
      case 0x81 -> make(stack.pop(2).get(0));
      case 0x92 -> make(stack.pop(3).get(0));
      case 'i' -> {
        String name = input.line() + "." + input.line();
        stack.popMark();
        stack.push(new Opaque(name));
      }
      case 'o' -> {
        List<PickleValue> classAndArguments = stack.popMark();
        make(classAndArguments.isEmpty() ? Atom.NONE : classAndArguments.get(0));
      }
      case 'b' -> {
        stack.pop(); // the state of an object: attributes, which no value here has
        stack.top();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void call(List<PickleValue> functionAndArguments) {
    if (!(functionAndArguments.get(1) instanceof Sequence arguments)) {
      throw input.wrong("a tuple of arguments", PickleValue.describe(functionAndArguments.get(1)));
    }
    if (functionAndArguments.get(0) instanceof Global function) {
      // A function may look at all of its arguments, or at those of its first one.
      spend(arguments.values().size());
      if (!arguments.values().isEmpty() && arguments.values().get(0) instanceof Sequence first) {
        spend(first.values().size());
      }
      stack.push(calls.call(function, arguments));
    } else {
      make(functionAndArguments.get(0));
    }
  }

  /** Pushes a stand-in for an object of a class. */
  private void make(PickleValue type) {
    if (type instanceof Global global) {
      stack.push(new Opaque(global.name()));
    } else if (type instanceof Opaque) {
      stack.push(type);
    } else {
      throw input.wrong("a class or function to call", PickleValue.describe(type));
    }
  }

  private Global global(List<PickleValue> moduleAndName) {
    if (moduleAndName.get(0) instanceof Text module && moduleAndName.get(1) instanceof Text name) {
      // Each copy is new text, made of parts that may be shared.
      spend(1 + (module.value().length() + name.value().length()) / Long.BYTES);
      return new Global(module.value() + "." + name.value());
    }
    throw input.wrong("two texts as the name of a global", "something else");
  }

  private void append(List<PickleValue> values) {
    PickleValue target = stack.top();
    if (target instanceof Sequence list) {
      list.values().addAll(values);
    } else if (!(target instanceof Opaque)) {
      throw input.wrong("a list to append to", PickleValue.describe(target));
    }
  }

  private void setItems(List<PickleValue> keysAndValues) {
    PickleValue target = stack.top();
    if (keysAndValues.size() % 2 != 0) {
      throw input.wrong("keys and values", "a key without a value");
    }
    if (target instanceof Dict dict) {
      for (int i = 0; i < keysAndValues.size(); i += 2) {
        dict.items().add(new Dict.Item(keysAndValues.get(i), keysAndValues.get(i + 1)));
      }
    } else if (!(target instanceof Opaque)) {
      throw input.wrong("a dict to put items into", PickleValue.describe(target));
    }
  }

  private void skip(long bytes, Atom kind) {
    input.skip(bytes);
    stack.push(kind);
  }

  private PickleValue number(int bytes) throws IOException {
    if (bytes >= 0 && bytes <= Long.BYTES) {
      return new Whole(input.signed(bytes));
    }
    input.skip(bytes);
    return Atom.NUMBER;
  }

  /** A decimal number of the text protocol, which has its own words for truth. */
  private PickleValue number(String line) {
    if (line.equals("00") || line.equals("01")) {
      return line.equals("01") ? Atom.TRUE : Atom.FALSE;
    }
    String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
    if (!digits.matches("-?[0-9]+")) {
      throw input.wrong("a whole number", Printable.name(line));
    }
    return digits.length() > 18 ? Atom.NUMBER : new Whole(Long.parseLong(digits));
  }

  private long index(String line) {
    if (number(line) instanceof Whole index) {
      return index.value();
    }
    throw input.wrong("a memo number", Printable.name(line));
  }

  /** A text of the text protocol, with or without quotes. Tensors are never named by escapes. */
  private static PickleValue line(String line) {
    if (line.indexOf('\\') >= 0) {
      return Atom.TEXT;
    }
    boolean quoted = line.length() > 1 && (line.charAt(0) == '\'' || line.charAt(0) == '"');
    return new Text(quoted ? line.substring(1, line.length() - 1) : line);
  }

  private void requireProtocol(int protocol) {
    if (protocol > HIGHEST_PROTOCOL) {
      throw input.wrong("pickle protocol 0 to " + HIGHEST_PROTOCOL, "protocol " + protocol);
    }
  }
}
