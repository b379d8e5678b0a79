package io.flowscope.worker;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where in a value we are; steps are pushed and popped as the value is walked. */
final class ValuePath {
  private final Deque<String> steps = new ArrayDeque<>();

  ValuePath(String root) {
    steps.addLast(root);
  }

  /** Replaces the whole path. */
  void root(String name) {
    steps.clear();
    steps.addLast(name);
  }

  void member(String name) {
    steps.addLast("." + name);
  }

  void element(int index) {
    steps.addLast("[" + index + "]");
  }

  void key(String key) {
    steps.addLast("[\"" + key + "\"]");
  }

  void up() {
    steps.removeLast();
  }

  int depth() {
    return steps.size();
  }

  ValueException problem(String sentence) {
    return new ValueException(toString(), sentence);
  }

  @Override
  public String toString() {
    return String.join("", steps);
  }
}
