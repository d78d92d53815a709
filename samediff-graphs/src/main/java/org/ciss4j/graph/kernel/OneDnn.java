// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.option.Precision;
import org.nd4j.linalg.api.buffer.DataType;

/** oneDNN on the CPU: its engine, memory descriptors, and the primitives compiled so far. */
public final class OneDnn {
  /**
   * Compiling a primitive costs milliseconds; a network with one input size needs a few hundred.
   */
  private static final int MAX_CACHED_CALLS = 1024;

  /** The first CPU, for all primitives. */
  public static final engine ENGINE = new engine(engine.kind.cpu, 0);

  static final stream STREAM = new stream(ENGINE);

  /** Attributes of a primitive that gets its scratch memory from the {@link DnnCall}. */
  static final primitive_attr ATTRIBUTES = attributes();

  private static final Map<Object, DnnCall> CALLS =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, DnnCall> eldest) {
          if (size() <= MAX_CACHED_CALLS) {
            return false;
          }
          eldest.getValue().release();
          return true;
        }
      };

  private OneDnn() {}

  /** New {@link #ATTRIBUTES}, to add to; the caller closes them. */
  static primitive_attr attributes() {
    primitive_attr result = new primitive_attr();
    result.set_scratchpad_mode(scratchpad_mode.user);
    return result;
  }

  /**
   * The call compiled for {@code key} (a record of shapes and options), made on first use; for one
   * execution.
   *
   * @param work how much it is, which decides how many threads share it
   */
  public static DnnCall call(Object key, long work, Supplier<DnnCall> compile) {
    synchronized (CALLS) {
      DnnCall call = CALLS.get(key);
      if (call == null) {
        call = Work.isShared(work) ? compile.get() : Threads.alone(compile).alone();
        CALLS.put(key, call);
      }
      return call.acquire();
    }
  }

  /** The argument that the binary operation of this number behind a primitive reads. */
  static int postOpArgument(int postOp) {
    return DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (postOp + 1) | DNNL_ARG_SRC_1;
  }

  /** Descriptor of a channels-last map, {@code float [n, h, w, c]} in memory. */
  public static memory.desc map(long n, long h, long w, long c) {
    return map(memory.data_type.f32, n, h, w, c);
  }

  /** The same of numbers of a type. */
  static memory.desc map(memory.data_type type, long n, long h, long w, long c) {
    return desc(type, memory.format_tag.nhwc, n, c, h, w);
  }

  /** How numbers of a precision lie in memory. */
  static memory.data_type type(Precision precision) {
    return precision == Precision.BFLOAT16 ? memory.data_type.bf16 : memory.data_type.f32;
  }

  /**
   * How numbers of a map lie in memory.
   *
   * @throws IllegalArgumentException if they are neither floats nor bfloat16
   */
  static memory.data_type type(DataType ofMap) {
    return switch (ofMap) {
      case FLOAT -> memory.data_type.f32;
      case BFLOAT16 -> memory.data_type.bf16;
      default -> throw new IllegalArgumentException("expected a map of floats, got " + ofMap);
    };
  }

  /** Descriptor of a vector of floats. */
  public static memory.desc vector(long length) {
    return desc(memory.format_tag.a, length);
  }

  /** Descriptor of floats whose layout is {@code tag}, or oneDNN's choice for {@code any}. */
  public static memory.desc desc(memory.format_tag tag, long... dimensions) {
    return desc(memory.data_type.f32, tag, dimensions);
  }

  /** The same of numbers of a type. */
  static memory.desc desc(memory.data_type type, memory.format_tag tag, long... dimensions) {
    return new memory.desc(dimensions, type, tag);
  }
}
