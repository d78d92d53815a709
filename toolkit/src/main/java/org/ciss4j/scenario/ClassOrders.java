// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;

/** Classes and their orders from text. */
public final class ClassOrders {
  private static final Pattern RANDOM = Pattern.compile("random:(-?\\d{1,18})");
  private static final int VOC_CLASSES = 20;

  /**
   * The 22 orders of PASCAL VOC's classes that were published for scenario 15-1, by letter; those
   * of the official code of PLOP (Douillard et al., CVPR 2021), there called 15-5s_b to 15-5s_w,
   * and of DKD (NeurIPS 2022).
   */
  private static final Map<String, List<Integer>> VOC = voc();

  private ClassOrders() {}

  /** The published orders of PASCAL VOC's classes by letter, b to w. */
  public static Map<String, List<Integer>> pascalVoc() {
    return VOC;
  }

  /** A random order of these classes, the same for the same seed on every machine. */
  public static List<Integer> random(List<Integer> classes, long seed) {
    List<Integer> order = new ArrayList<>(classes);
    Collections.shuffle(order, new Seeds(seed).child("class-order").random());
    return List.copyOf(order);
  }

  /**
   * The order of a text: {@code natural}; a letter b to w for a published order of VOC's classes;
   * {@code random:7} for seed 7; or classes by id or name, separated by commas.
   *
   * @param classes ids of the classes to be ordered, in natural order
   * @throws CissException if the text is none of these, or there is no such class
   */
  public static List<Integer> parse(String text, LabelSpace labelSpace, List<Integer> classes) {
    String order = text.strip();
    Matcher random = RANDOM.matcher(order);
    if (order.equals("natural")) {
      return List.copyOf(classes);
    }
    if (random.matches()) {
      return random(classes, Long.parseLong(random.group(1)));
    }
    return VOC.containsKey(order) ? published(order, classes) : classes(order, labelSpace);
  }

  private static List<Integer> published(String letter, List<Integer> classes) {
    List<Integer> order = VOC.getOrDefault(letter, List.of());
    if (classes.size() != VOC_CLASSES || !order.containsAll(classes)) {
      throw CissException.usage(
          "class order %s is one of the 20 classes of PASCAL VOC; give ids, or random:SEED",
          letter);
    }
    return order;
  }

  /**
   * Classes by id or name, separated by commas.
   *
   * @throws CissException if there is no such class
   */
  public static List<Integer> classes(String text, LabelSpace labelSpace) {
    return Stream.of(text.split(",", -1)).map(word -> id(word.strip(), labelSpace)).toList();
  }

  private static int id(String word, LabelSpace labelSpace) {
    int id =
        word.matches("\\d{1,3}") ? Integer.parseInt(word) : labelSpace.classNames().indexOf(word);
    if (id <= LabelSpace.BACKGROUND || !labelSpace.contains(id)) {
      throw CissException.usage(
          "\"%s\" is no class of %s; name it, such as %s, or give its id, 1 to %d",
          word, labelSpace.name(), labelSpace.nameOf(1), labelSpace.size() - 1);
    }
    return id;
  }

  private static Map<String, List<Integer>> voc() {
    Map<String, List<Integer>> orders = new TreeMap<>();
    orders.put("b", ids("12,9,20,7,15,8,14,16,5,19,4,1,13,2,11,17,3,6,18,10"));
    orders.put("c", ids("13,19,15,17,9,8,5,20,4,3,10,11,18,16,7,12,14,6,1,2"));
    orders.put("d", ids("15,3,2,12,14,18,20,16,11,1,19,8,10,7,17,6,5,13,9,4"));
    orders.put("e", ids("7,5,3,9,13,12,14,19,10,2,1,4,16,8,17,15,18,6,11,20"));
    orders.put("f", ids("7,13,5,11,9,2,15,12,14,3,20,1,16,4,18,8,6,10,19,17"));
    orders.put("g", ids("7,5,9,1,15,18,14,3,20,10,4,19,11,17,16,12,8,6,2,13"));
    orders.put("h", ids("12,9,19,6,4,10,5,18,14,15,16,3,8,7,11,13,2,20,17,1"));
    orders.put("i", ids("13,10,15,8,7,19,4,3,16,12,14,11,5,20,6,2,18,9,17,1"));
    orders.put("j", ids("1,14,9,5,2,15,8,20,6,16,18,7,11,10,19,3,4,17,12,13"));
    orders.put("k", ids("16,13,1,11,12,18,6,14,5,3,7,9,20,19,15,4,2,10,8,17"));
    orders.put("l", ids("10,7,6,19,16,8,17,1,14,4,9,3,15,11,12,2,18,20,13,5"));
    orders.put("m", ids("18,4,14,17,12,10,7,3,9,1,8,15,6,13,2,5,11,20,16,19"));
    orders.put("n", ids("5,4,13,18,14,10,19,15,7,9,3,2,8,16,20,1,12,11,6,17"));
    orders.put("o", ids("9,12,13,18,7,1,15,17,10,8,4,5,20,16,6,14,19,11,2,3"));
    orders.put("p", ids("9,12,13,18,2,11,15,17,10,8,4,5,20,16,6,14,19,1,7,3"));
    orders.put("q", ids("3,14,13,18,2,11,15,17,10,8,4,5,20,16,6,12,19,1,7,9"));
    orders.put("r", ids("3,14,13,1,2,11,15,17,7,8,4,5,9,16,19,12,6,18,10,20"));
    orders.put("s", ids("3,14,6,1,2,11,12,17,7,20,4,5,9,16,19,15,13,18,10,8"));
    orders.put("t", ids("3,15,13,1,2,11,18,17,7,20,8,5,9,16,19,14,6,12,10,4"));
    orders.put("u", ids("3,15,13,14,6,11,18,17,7,20,8,4,9,16,10,1,2,12,19,5"));
    orders.put("v", ids("1,2,12,14,6,19,18,17,5,20,8,4,9,16,10,3,15,13,11,7"));
    orders.put("w", ids("1,2,12,14,13,19,18,7,11,20,8,4,9,16,10,3,15,6,5,17"));
    return Collections.unmodifiableMap(orders);
  }

  private static List<Integer> ids(String text) {
    return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
  }
}
