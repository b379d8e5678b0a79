package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/**
 * Tests of what an SWF client sees. Each has stepped engines of its own; what they stored is
 * verified at the end. They keep everything in memory; with {@code -Dscenarios.h2=true} in
 * databases, which takes a minute.
 */
abstract class Scenario {
  private final Observed observed = Observed.current();
  private final List<Stepped> opened = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();

  /** An engine with a domain and types. */
  final Stepped stepped(String... limits) {
    Stepped stepped = bare(limits);
    stepped.register();
    return stepped;
  }

  /** An engine without anything; {@code limits} are keys and values. */
  final Stepped bare(String... limits) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < limits.length; i += 2) {
      settings.put("limits." + limits[i], limits[i + 1]);
    }
    Stepped stepped = new Stepped(settings, store(), observed);
    opened.add(stepped);
    return stepped;
  }

  private EventStore store() {
    if (!Boolean.getBoolean("scenarios.h2")) {
      return new MemoryStore();
    }
    try {
      folders.add(Files.createTempDirectory("scenario"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new H2Store(folders.getLast(), false);
  }

  @AfterEach
  void verify() throws IOException {
    for (Stepped stepped : opened) {
      observed.histories(stepped.store());
      assertThat(Verify.store(stepped.store()).violations()).isEmpty();
      stepped.close();
    }
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** A record with these members, in pairs of name and value; others are absent. */
  static <T> T of(Class<T> type, Object... members) {
    RecordComponent[] parts = type.getRecordComponents();
    Map<Object, Object> given = new HashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      given.put(members[i], members[i + 1]);
    }
    Class<?>[] types = new Class<?>[parts.length];
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      types[i] = parts[i].getType();
      values[i] = given.remove(parts[i].getName());
    }
    assertThat(given).as("members that %s does not have", type.getSimpleName()).isEmpty();
    try {
      var constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Cannot make a " + type.getSimpleName(), e);
    }
  }

  /** How a call is refused: type of the fault, colon, space, message. */
  static String refusal(Stepped swf, Action<?> action) {
    SwfFault fault = catchThrowableOfType(SwfFault.class, () -> swf.does(action));
    assertThat(fault).as("%s is refused", action).isNotNull();
    return fault.toString();
  }

  /** The events of one kind in a history. */
  static <E extends Event> List<E> all(Stepped swf, WorkflowExecution run, Class<E> kind) {
    return swf.history(run).stream()
        .map(HistoryEvent::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** The id of the one event of a kind in a history. */
  static long idOf(Stepped swf, WorkflowExecution run, Class<? extends Event> kind) {
    List<Long> ids =
        swf.history(run).stream()
            .filter(event -> kind.isInstance(event.event()))
            .map(HistoryEvent::eventId)
            .toList();
    assertThat(ids).as("events %s", kind.getSimpleName()).hasSize(1);
    return ids.get(0);
  }
}
