// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.jspecify.annotations.Nullable;

/**
 * The methods by name, and their hyper-parameters as text: what the command line and run
 * directories speak.
 */
public final class Methods {
  /** Jackson would read an empty text as 0, and "1" as the second value of an enum. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .withCoercionConfigDefaults(
              coercion -> coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(new SimpleModule().addSerializer(Set.class, new SortedSet()))
          .build();

  /** Records may have getters besides their components. */
  private static final ObjectReader LENIENT =
      JSON.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final List<Method> STANDARD =
      List.of(
          Dkd.voc(),
          FineTuning.standard(),
          Joint.standard(),
          SoftmaxFineTuning.standard(),
          SoftmaxJoint.standard(),
          Frozen.standard(),
          Lwf.standard(),
          LwfMc.standard(),
          Ilt.standard(),
          Mz.standard(),
          Mib.standard(),
          Sdr.standard(),
          Plop.voc(),
          Lskd.voc(),
          Ssul.voc(),
          Rcil.voc(),
          Recall.standard(),
          Analytic.standard());

  private Methods() {}

  /** The order of some sets is another in every JVM. */
  @SuppressWarnings("rawtypes") // as the class literal is
  private static final class SortedSet extends StdSerializer<Set> {
    private static final long serialVersionUID = 1L;

    SortedSet() {
      super(Set.class);
    }

    @Override
    public void serialize(Set set, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      Set<?> elements = set;
      json.writeStartArray();
      for (Object element :
          elements.stream().sorted(Comparator.comparing(String::valueOf)).toList()) {
        provider.defaultSerializeValue(element, json);
      }
      json.writeEndArray();
    }
  }

  /** Names of all methods. */
  public static List<String> names() {
    return STANDARD.stream().map(Method::name).toList();
  }

  /**
   * The method of this name with its standard hyper-parameters.
   *
   * @throws CissException of kind usage if there is none; the message lists those there are
   */
  public static Method named(String name) {
    return STANDARD.stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CissException.usage(
                    "there is no method '%s'; use one of %s", name, String.join(", ", names())));
  }

  /**
   * A method with some hyper-parameters changed.
   *
   * @param settings values by component name, as text
   * @throws CissException of kind usage if there is no such component or a value does not fit
   */
  public static Method with(Method method, Map<String, String> settings) {
    ObjectNode values = hyperParameters(method);
    settings.forEach(
        (name, value) -> {
          if (!values.has(name)) {
            throw CissException.usage(
                "method %s has no setting '%s'; it has %s", method.name(), name, names(values));
          }
          values.put(name, value);
        });
    try {
      return JSON.treeToValue(values, method.getClass());
    } catch (JsonMappingException e) {
      throw CissException.usage("method %s cannot take %s: %s", method.name(), settings, reason(e))
          .withCause(e);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The same as the small schedule wants it, whose later steps are slow and few, as otherwise no
   * new class is learnt: ASPP and classifiers have ten times the backbone's rate, as in DKD, where
   * the method has one rate for all; and where several classes of a step would begin as one and the
   * same classifier, they begin by regression.
   */
  public static Method forFewImages(Method method) {
    ObjectNode values = hyperParameters(method);
    Map<String, String> changes = new HashMap<>();
    if (values.path("headFactor").asDouble() == 1) {
      changes.put("headFactor", "10");
    }
    if (values.path("closedForm").asText().equals(ClosedForm.NONE.name())) {
      changes.put("closedForm", ClosedForm.SEVERAL.name());
    }
    return changes.isEmpty() ? method : with(method, changes);
  }

  /**
   * The hyper-parameters of a method by name, as JSON. They say all of it: read back, they are an
   * equal method.
   *
   * @throws CissException of kind usage if they do not, as of a record with an array, a function or
   *     an object that is no record
   */
  public static ObjectNode hyperParameters(Method method) {
    try {
      ObjectNode values = JSON.valueToTree(method);
      // Tests know it of these; building what reads takes a tenth of the time of a help.
      if (STANDARD.contains(method)
          || LENIENT.readValue(values.traverse(JSON), method.getClass()).equals(method)) {
        return values;
      }
    } catch (IllegalArgumentException | IOException e) {
      throw unstorable(method, e);
    }
    throw unstorable(method, null);
  }

  private static CissException unstorable(Method method, @Nullable Exception cause) {
    CissException error =
        CissException.usage(
            "the hyper-parameters of method %s cannot be stored so that they are known again; make"
                + " it a record of numbers, true and false, texts, enums, and lists, maps and"
                + " records of these (no arrays: they are never equal)",
            method.name());
    return cause == null ? error : error.withCause(cause);
  }

  private static String names(ObjectNode values) {
    var names = new TreeSet<String>();
    values.fieldNames().forEachRemaining(names::add);
    return String.join(", ", names);
  }

  private static String reason(JsonMappingException e) {
    if (e instanceof InvalidFormatException format) {
      return String.format(
          Locale.ROOT,
          "expected %s for %s, got '%s'",
          expected(format.getTargetType()),
          format.getPath().get(0).getFieldName(),
          format.getValue());
    }
    return e.getCause() instanceof CissException ours
        ? String.valueOf(ours.getMessage())
        : e.getOriginalMessage();
  }

  private static String expected(Class<?> type) {
    if (type == boolean.class) {
      return "true or false";
    }
    return type.isEnum()
        ? "one of " + Stream.of(type.getEnumConstants()).map(String::valueOf).toList()
        : "a number";
  }
}
