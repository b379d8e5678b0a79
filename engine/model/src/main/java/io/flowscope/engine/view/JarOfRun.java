package io.flowscope.engine.view;

import io.flowscope.engine.model.TaskList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which jar a run is with, from the lists of its decision tasks: each jar has one, and each of its
 * workers one that begins with it.
 */
final class JarOfRun {
  private static final Pattern LIST = Pattern.compile("\"?(fs\\.[0-9a-f]{12})(?:[.\"].*)?");

  private String list = "";
  private @Nullable String next;

  /** The list of that jar; of a run that is with none the list that it was started with. */
  String list() {
    return list;
  }

  /** The list of the jar that it was sent to, and whose worker has not decided yet; or null. */
  @Nullable String next() {
    return next;
  }

  void started(@Nullable TaskList first) {
    list = EventFold.text(first == null ? null : first.name());
    scheduled(first);
  }

  /** A decision is to be made on that list; others than those of jars do not matter. */
  void scheduled(@Nullable TaskList on) {
    String jar = jar(on == null ? null : on.name());
    if (jar != null) {
      list = jar;
    }
  }

  void sent(@Nullable String to) {
    String jar = jar(to);
    next = jar == null || jar.equals(list) ? null : jar;
  }

  void decided() {
    if (list.equals(next)) {
      next = null;
    }
  }

  private static @Nullable String jar(@Nullable String name) {
    Matcher matcher = LIST.matcher(name == null ? "" : name.strip());
    return matcher.matches() ? matcher.group(1) : null;
  }
}
