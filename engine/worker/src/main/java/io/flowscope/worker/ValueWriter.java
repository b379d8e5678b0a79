package io.flowscope.worker;

import com.fasterxml.jackson.core.JsonGenerator;
import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import io.flowscope.engine.payload.PayloadRef;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Walks a value by its own classes and writes it, leaving a hole for each unknown promise. */
final class ValueWriter {
  /** The parser refuses a thousand levels; author code that nests half of that has a bug. */
  private static final int MAX_DEPTH = 500;

  private static final Class<?> SETTLED = Promise.of(null).getClass();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator out;
  private final ValuePath path;
  private final IdentityHashMap<Object, Object> ancestors = new IdentityHashMap<>();
  private final IdentityHashMap<Promise<?>, Integer> indexes = new IdentityHashMap<>();
  private final List<Promise<?>> promises = new ArrayList<>();
  private final List<Integer> offsets = new ArrayList<>();
  private final List<Integer> holes = new ArrayList<>();

  private ValueWriter(String where) throws IOException {
    out = Values.JSON.getFactory().createGenerator(text);
    path = new ValuePath(where);
  }

  static Template value(@Nullable Object value, String where) {
    try {
      ValueWriter writer = new ValueWriter(where);
      writer.write(value);
      return writer.template();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Template arguments(@Nullable Object[] arguments) {
    try {
      ValueWriter writer = new ValueWriter("");
      writer.out.writeStartArray();
      for (int i = 0; i < arguments.length; i++) {
        writer.path.root("argument " + (i + 1));
        writer.write(arguments[i]);
      }
      writer.out.writeEndArray();
      return writer.template();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Template template() throws IOException {
    out.flush();
    return new Template(
        text.toString(),
        offsets.stream().mapToInt(Integer::intValue).toArray(),
        holes.stream().mapToInt(Integer::intValue).toArray(),
        promises);
  }

  private void write(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String s -> out.writeString(s);
      case Character c -> out.writeString(c.toString());
      case Boolean b -> out.writeBoolean(b);
      case Number n -> number(n);
      case Enum<?> e -> out.writeString(e.name());
      case byte[] bytes -> out.writeBinary(bytes);
      case Promise<?> promise -> promise(promise);
      case Optional<?> optional -> write(optional.orElse(null));
      case OptionalInt o when o.isPresent() -> out.writeNumber(o.getAsInt());
      case OptionalLong o when o.isPresent() -> out.writeNumber(o.getAsLong());
      case OptionalDouble o when o.isPresent() -> number(o.getAsDouble());
      case OptionalInt o -> out.writeNull();
      case OptionalLong o -> out.writeNull();
      case OptionalDouble o -> out.writeNull();
      case BaseStream<?, ?> s ->
          throw path.problem("a stream cannot be written as JSON; collect it with toList()");
      case Iterator<?> i ->
          throw path.problem("an iterator cannot be written as JSON; pass the list itself");
      default -> {
        String scalar = Scalars.write(value);
        if (scalar != null) {
          out.writeString(scalar);
        } else {
          container(value);
        }
      }
    }
  }

  private void number(Number value) throws IOException {
    switch (value) {
      case Integer n -> out.writeNumber(n);
      case Long n -> out.writeNumber(n);
      case Short n -> out.writeNumber(n);
      case Byte n -> out.writeNumber(n.intValue());
      case BigInteger n -> out.writeNumber(n);
      case BigDecimal n -> out.writeNumber(n);
      case Float n when !Float.isFinite(n) -> out.writeString(n.toString());
      case Double n when !Double.isFinite(n) -> out.writeString(n.toString());
      case Float n -> out.writeNumber(n);
      case Double n -> out.writeNumber(n);
      default -> throw path.problem(value.getClass().getName() + " cannot be written as JSON");
    }
  }

  private void promise(Promise<?> promise) throws IOException {
    if (promise.getClass() == SETTLED
        && promise.outcome() instanceof Outcome.Succeeded<?>(Object value)) {
      enter(promise);
      write(value);
      ancestors.remove(promise);
      return;
    }
    Integer index = indexes.get(promise);
    if (index == null) {
      index = promises.size();
      indexes.put(promise, index);
      promises.add(promise);
    }
    out.writeRawValue("");
    out.flush();
    offsets.add(text.getBuffer().length());
    holes.add(index);
  }

  private void container(Object value) throws IOException {
    enter(value);
    switch (value) {
      case Map<?, ?> map -> map(map);
      case Collection<?> collection -> collection(collection);
      case TaskFailed failure -> failure(failure);
      default -> {
        if (value.getClass().isArray()) {
          array(value);
        } else {
          object(value);
        }
      }
    }
    ancestors.remove(value);
  }

  private void enter(Object value) {
    if (path.depth() > MAX_DEPTH) {
      throw path.problem("is nested more than " + MAX_DEPTH + " levels deep");
    }
    if (ancestors.put(value, value) != null) {
      throw path.problem("a cycle: this object contains itself, so it cannot be written as JSON");
    }
  }

  private void collection(Collection<?> values) throws IOException {
    out.writeStartArray();
    int i = 0;
    for (Object element : values) {
      path.element(i++);
      write(element);
      path.up();
    }
    out.writeEndArray();
  }

  private void array(Object values) throws IOException {
    out.writeStartArray();
    for (int i = 0; i < Array.getLength(values); i++) {
      path.element(i);
      write(Array.get(values, i));
      path.up();
    }
    out.writeEndArray();
  }

  private void map(Map<?, ?> map) throws IOException {
    out.writeStartObject();
    if (map instanceof SequencedMap<?, ?>) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        entry(key(entry.getKey()), entry.getValue());
      }
    } else {
      // Hash order may differ between two replays; the order of keys does not.
      TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((key, value) -> sorted.put(key(key), value));
      for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
        entry(entry.getKey(), entry.getValue());
      }
    }
    out.writeEndObject();
  }

  private void entry(String key, @Nullable Object value) throws IOException {
    path.key(key);
    out.writeFieldName(key);
    write(value);
    path.up();
  }

  private String key(@Nullable Object key) {
    String text =
        switch (key) {
          case null -> null;
          case String s -> s;
          case Enum<?> e -> e.name();
          case Integer n -> n.toString();
          case Long n -> n.toString();
          case Short n -> n.toString();
          case Byte n -> n.toString();
          case BigInteger n -> n.toString();
          case Boolean b -> b.toString();
          case Character c -> c.toString();
          default -> Scalars.write(key);
        };
    if (PayloadRef.MEMBER.equals(text)) {
      throw path.problem("the key \"" + text + "\" is the engine's own; choose another one");
    }
    if (text == null) {
      throw path.problem(
          (key == null ? "null" : key.getClass().getName())
              + " cannot be the key of a JSON object");
    }
    return text;
  }

  /** Failures travel inside of {@link Outcome}. */
  private void failure(TaskFailed failure) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", failure.getClass().getSimpleName());
    out.writeStringField("task", failure.task());
    out.writeStringField("reason", failure.reason());
    if (failure.details() != null) {
      out.writeStringField("details", failure.details());
    }
    out.writeEndObject();
  }

  private void object(Object value) throws IOException {
    Shape shape;
    try {
      shape = Shape.of(value.getClass());
    } catch (Shape.Unfit e) {
      throw path.problem(e.getMessage());
    }
    out.writeStartObject();
    if (shape.discriminated()) {
      out.writeStringField(Shape.DISCRIMINATOR, value.getClass().getSimpleName());
    }
    for (Shape.Member member : shape.members()) {
      path.member(member.name());
      Object part = member.get(value, path);
      if (!absent(part)) {
        out.writeFieldName(member.name());
        write(part);
      }
      path.up();
    }
    out.writeEndObject();
  }

  private static boolean absent(@Nullable Object part) {
    return switch (part) {
      case null -> true;
      case Optional<?> o -> o.isEmpty();
      case OptionalInt o -> o.isEmpty();
      case OptionalLong o -> o.isEmpty();
      case OptionalDouble o -> o.isEmpty();
      default -> false;
    };
  }
}
