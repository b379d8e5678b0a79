package io.flowscope.engine.core;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.RunRow;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What scenarios have shown of an engine: its answers, its refusals and all its events. */
final class Observed {
  private static final ThreadLocal<Observed> SHARED = new ThreadLocal<>();

  private final Set<Class<?>> kinds = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private final Set<Object> constants = new HashSet<>();
  private final Set<String> answered = new TreeSet<>();
  private final Set<String> faults = new TreeSet<>();
  private final Set<String> missing = new TreeSet<>();

  /** The one that scenarios of this thread report to. */
  static Observed current() {
    Observed shared = SHARED.get();
    return shared == null ? new Observed() : shared;
  }

  /** Lets scenarios of this thread report to one from now on, or each to its own again. */
  static void share(@Nullable Observed observed) {
    SHARED.set(observed);
  }

  void call(Action<?> action, @Nullable Object answer, @Nullable Throwable thrown) {
    String name = action.getClass().getSimpleName();
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof SwfFault fault) {
      faults.add(name + " " + fault.type());
    } else if (thrown == null) {
      see(action);
      see(answer);
      answered.add(name);
    }
  }

  void histories(EventStore store) {
    for (RunRow row : store.runsAfter(0, Integer.MAX_VALUE)) {
      store.replay(row.number(), this::event);
    }
  }

  private void event(HistoryEvent happened) {
    see(happened);
    String type = happened.event().eventType();
    for (String member : Model.required(type + "EventAttributes")) {
      if (value(happened.event(), member) == null) {
        missing.add(type + "." + member);
      }
    }
  }

  private void see(@Nullable Object value) {
    if (value instanceof Record record) {
      kinds.add(record.getClass());
      for (RecordComponent part : record.getClass().getRecordComponents()) {
        Object of = value(record, part.getName());
        if (of != null) {
          members.add(record.getClass().getName() + "." + part.getName());
          see(of);
        }
      }
    } else if (value instanceof List<?> list) {
      list.forEach(this::see);
    } else if (value instanceof Enum<?> constant) {
      constants.add(constant);
    }
  }

  private static @Nullable Object value(Object record, String member) {
    try {
      return record.getClass().getMethod(member).invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(record.getClass() + " has no " + member, e);
    }
  }

  /** The actions that were answered. */
  Set<String> answered() {
    return answered;
  }

  /** The refusals: action, space, type of the fault. */
  Set<String> faults() {
    return faults;
  }

  /** The attributes that an event must have but did not. */
  Set<String> missing() {
    return missing;
  }

  boolean saw(Class<?> kind) {
    return kinds.contains(kind);
  }

  boolean saw(Class<?> kind, String member) {
    return members.contains(kind.getName() + "." + member);
  }

  boolean sawConstant(Object constant) {
    return constants.contains(constant);
  }
}
