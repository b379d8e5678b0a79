package io.flowscope.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom: the table of the architecture, and nothing else. */
class ArchitectureTest {

  /** A room: its packages, the rooms it may use, and the libraries. */
  record Room(String name, List<String> packages, List<String> uses, List<String> libraries) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<String> JSON = List.of("com.fasterxml.jackson..");
  private static final List<String> LOG = List.of("org.slf4j..");

  static final Room API =
      new Room("api", List.of("io.flowscope", "io.flowscope.spi"), List.of(), List.of());
  static final Room MODEL =
      new Room(
          "model",
          List.of(
              "io.flowscope.engine",
              "io.flowscope.engine.model",
              "io.flowscope.engine.payload",
              "io.flowscope.engine.wire",
              "io.flowscope.engine.view"),
          List.of(),
          JSON);
  static final Room CORE =
      new Room(
          "core",
          List.of(
              "io.flowscope.engine.core",
              "io.flowscope.engine.decide",
              "io.flowscope.engine.store",
              "io.flowscope.engine.queue",
              "io.flowscope.engine.feed"),
          List.of("model"),
          Stream.of(JSON, LOG, List.of("java.sql..", "org.h2..")).flatMap(List::stream).toList());
  static final Room SWF =
      new Room(
          "swf",
          List.of("io.flowscope.swf"),
          List.of("model"),
          Stream.of(JSON, List.of("com.amazonaws..")).flatMap(List::stream).toList());
  static final Room WORKER =
      new Room(
          "worker",
          List.of("io.flowscope.worker", "io.flowscope.worker.lint", "io.flowscope.worker.replay"),
          List.of("api", "model", "swf"),
          Stream.of(JSON, List.of("org.objectweb.asm..")).flatMap(List::stream).toList());
  static final Room TESTING =
      new Room(
          "testing",
          List.of("io.flowscope.testing"),
          List.of("api", "model", "worker", "core"),
          JSON);
  static final Room DEMOS =
      new Room("demos", List.of("io.flowscope.demos.."), List.of("api"), List.of());
  static final Room WEB =
      new Room(
          "web-ui",
          List.of("io.flowscope.web..", "gg.jte.generated.."),
          List.of("view"),
          List.of(
              "gg.jte..",
              "guru.nidi..",
              "org.eclipse.elk..",
              "org.eclipse.emf..",
              "com.fasterxml.jackson..",
              "org.slf4j.."));
  static final Room VIEW =
      new Room(
          "view",
          List.of("io.flowscope.engine.view", "io.flowscope.engine.model"),
          List.of(),
          List.of());

  private static final List<Room> ALL =
      List.of(API, MODEL, VIEW, CORE, SWF, WORKER, TESTING, DEMOS, WEB);

  private static final JavaClasses CLASSES = compiled();

  static Stream<Room> rooms() {
    return Stream.of(API, MODEL, CORE, SWF, WORKER, TESTING, DEMOS, WEB);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void a_room_imports_only_what_the_table_allows(Room room) {
    List<String> allowed = new ArrayList<>(room.packages());
    allowed.addAll(room.libraries());
    allowed.addAll(
        List.of(
            "java.lang..",
            "java.util..",
            "java.io..",
            "java.nio..",
            "java.math..",
            "java.net..",
            "java.time..",
            "java.text..",
            "java.security..",
            "javax.crypto..",
            "javax.xml..",
            "org.w3c.dom..",
            "org.xml..",
            "org.jspecify..",
            ""));
    for (String used : room.uses()) {
      ALL.stream().filter(r -> r.name().equals(used)).forEach(r -> allowed.addAll(r.packages()));
    }

    assertThat(CLASSES.that(in(room))).isNotEmpty();
    classes()
        .that(in(room))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
        .check(CLASSES);
  }

  @Test
  void only_the_store_speaks_sql() {
    noClasses()
        .that(DescribedPredicate.not(resideInAPackage("io.flowscope.engine.store")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.h2.."))
        .check(CLASSES);
  }

  @Test
  void deciding_is_pure() {
    noClasses()
        .that(resideInAPackage("io.flowscope.engine.decide"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.io..",
                "java.nio..",
                "java.net..",
                "java.util.concurrent..",
                "java.util.random..",
                "java.sql..",
                "org.slf4j.."))
        .check(CLASSES);
  }

  @Test
  void the_server_never_sees_the_worker_or_the_demos() {
    noClasses()
        .that(resideInAPackage("io.flowscope.server.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.flowscope.worker..", "io.flowscope.demos..", "io.flowscope.spi"))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> in(Room room) {
    return resideInAnyPackage(room.packages().toArray(String[]::new));
  }

  private static JavaClasses compiled() {
    Path root = Path.of("").toAbsolutePath().getParent();
    return new ClassFileImporter()
        .importPaths(
            Stream.of(
                    "engine/api",
                    "engine/model",
                    "engine/core",
                    "engine/swf",
                    "engine/worker",
                    "engine/testing",
                    "demos",
                    "web-ui",
                    "server")
                .map(module -> root.resolve(module).resolve("target/classes"))
                .toList());
  }
}
