package io.flowscope.server.http;

import io.flowscope.server.Storage;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.connect.Connections;
import io.flowscope.web.Pages;
import io.flowscope.web.page.Page;
import io.flowscope.web.page.Shell;
import io.flowscope.web.page.Shell.Flash;
import io.flowscope.web.page.Shell.Place;
import io.flowscope.web.page.Shell.Tone;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all pages have in common: rendering, their surroundings, and messages over a redirect. */
final class Frame {
  private static final int MOST_SESSIONS = 1_000;

  private final Pages pages;
  private final InstantSource clock;
  private final String version;
  private final Connections connections;
  private final Storage storage;
  private final Map<String, List<Flash>> flashes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Flash>> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  /**
   * @param connections pages show the embedded engine where their address names none
   * @param storage every page says when nothing can be written
   */
  Frame(
      Pages pages, InstantSource clock, String version, Connections connections, Storage storage) {
    this.pages = pages;
    this.clock = clock;
    this.version = version;
    this.connections = connections;
    this.storage = storage;
  }

  /** What pages show where their address names nothing else. */
  Where where() {
    return jarsOn(connections.local());
  }

  /** Where uploaded jars run on a connection. */
  static Where jarsOn(Connection connection) {
    return new Where(connection.name(), connection.domain());
  }

  /** All connections by name, in words. */
  List<Shell.Connection> connections() {
    return connections.all().stream().map(one -> shown(one, one.domain())).toList();
  }

  private static Shell.Connection shown(Connection connection, String domain) {
    return new Shell.Connection(
        connection.name(), domain, connection.label(), connection.trouble().isEmpty());
  }

  /** The clock that pages show times by. */
  InstantSource clock() {
    return clock;
  }

  /** The surroundings of a page. */
  Shell shell(Context ctx, Place place) {
    return shell(ctx, place, "");
  }

  /** The surroundings of a page, with a text in the find box. */
  Shell shell(Context ctx, Place place, String find) {
    return shell(ctx, place, find, where());
  }

  /** The surroundings of a page about a place. */
  Shell shell(Context ctx, Place place, String find, Where where) {
    String csrf = Guard.csrf(ctx);
    boolean signedIn = !csrf.isEmpty();
    return new Shell(
        place,
        signedIn,
        signedIn
            ? connections
                .find(where.connection())
                .map(one -> shown(one, where.domain()))
                .orElse(null)
            : null,
        version,
        csrf,
        signedIn ? messages(csrf) : List.of(),
        find,
        clock.millis(),
        ZoneId.systemDefault());
  }

  /** Answers with a page. */
  void show(Context ctx, Page page) {
    ctx.contentType("text/html;charset=utf-8").result(pages.render(page));
  }

  /** Tells the next page of this session what was done. */
  void flash(Context ctx, Tone tone, String text, @Nullable String href, @Nullable String link) {
    synchronized (flashes) {
      flashes
          .computeIfAbsent(Guard.csrf(ctx), key -> new ArrayList<>())
          .add(new Flash(tone, text, href, link));
    }
  }

  /** What stands on top of a page: what is wrong with the storage, and what was done before. */
  private List<Flash> messages(String csrf) {
    List<Flash> messages = new ArrayList<>(takeFlashes(csrf));
    Storage.Report report = storage.report();
    switch (report.state()) {
      case OK -> {}
      case LOW_SPACE -> messages.addFirst(Flash.of(Tone.WARNING, report.sentence()));
      case WRITES_STOPPED -> messages.addFirst(Flash.of(Tone.FAILED, report.sentence()));
    }
    return messages;
  }

  private List<Flash> takeFlashes(String csrf) {
    synchronized (flashes) {
      List<Flash> taken = flashes.remove(csrf);
      return taken == null ? List.of() : List.copyOf(taken);
    }
  }

  /** Leads on after a POST, so that loading again does not do it again. */
  static void seeOther(Context ctx, String path) {
    ctx.redirect(path, HttpStatus.SEE_OTHER);
  }
}
