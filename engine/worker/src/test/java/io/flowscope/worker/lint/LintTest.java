package io.flowscope.worker.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.WorkflowJar;
import io.flowscope.worker.Binding.WorkflowBinding;
import io.flowscope.worker.JarCatalogue;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A jar whose lines with {@code //Name} are those of which the workflow {@code Name} is warned. */
class LintTest {
  private static final Pattern PLACE = Pattern.compile("Cases\\.java:\\d+");
  private static final String SOURCE =
      """
      package shop;

      import io.flowscope.*;
      import io.flowscope.Flow;
      import java.io.*;
      import java.net.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;

      public final class Cases implements WorkflowJar {
        public interface Tasks {
          Promise<Long> price(int item);
          default Promise<Long> now() {
            System.nanoTime();                                   //Helped
            return price(1);
          }
        }
        static final class Prices implements Tasks {
          public Promise<Long> price(int item) { return Promise.of(System.nanoTime()); }
        }
        @Workflow public interface Case0 { Object run() throws Exception; }
        public interface Case1 extends Case0 {}
        public interface Case2 extends Case0 {}
        public interface Case3 extends Case0 {}
        public interface Case4 extends Case0 {}
        public interface Case5 extends Case0 {}
        public interface Case6 extends Case0 {}
        public interface Case7 extends Case0 {}
        public interface Case8 extends Case0 {}
        public interface Case9 extends Case0 {}

        static final class Clocks implements Case1 {
          public Object run() {
            long a = System.currentTimeMillis();                 //Clocks
            a += System.nanoTime();                              //Clocks
            Instant b = Instant.now();                           //Clocks
            LocalDate c = LocalDate.now();                       //Clocks
            ZonedDateTime d = ZonedDateTime.now(ZoneId.of("Z")); //Clocks
            Clock e = Clock.systemUTC();                         //Clocks
            Date f = new Date();                                 //Clocks
            Supplier<Instant> g = Instant::now;                  //Clocks
            Instant same = Instant.now(Clock.fixed(b, ZoneOffset.UTC));
            return new Date(same.toEpochMilli());
          }
        }
        static final class Chance implements Case2 {
          private static final Random SHARED = new Random();     //Chance
          public Object run() {
            double a = Math.random();                            //Chance
            UUID b = UUID.randomUUID();                          //Chance
            int c = ThreadLocalRandom.current().nextInt();       //Chance
            new java.security.SecureRandom();                    //Chance
            Collections.shuffle(new ArrayList<>());              //Chance
            Collections.shuffle(new ArrayList<>(), new Random(7));
            return SHARED.nextInt();
          }
        }
        static final class Threads implements Case3 {
          public Object run() throws Exception {
            new Thread(() -> {});                                //Threads
            Thread.sleep(1);                                     //Threads
            Executors.newCachedThreadPool();                     //Threads
            CompletableFuture.supplyAsync(() -> 1);              //Threads
            List.of(1).parallelStream();                         //Threads
            List.of(1).stream().parallel();                      //Threads
            synchronized (this) { wait(); }                      //Threads
            new CountDownLatch(1).await();                       //Threads
            return null;
          }
        }
        static final class Files1 implements Case4 {
          public Object run() throws Exception {
            new FileInputStream("a");                            //Files1
            Files.readString(Path.of("a"));                      //Files1
            new Socket("a", 1);                                  //Files1
            java.net.http.HttpClient.newHttpClient();            //Files1
            java.sql.DriverManager.getConnection("a");           //Files1
            new File("a").exists();                              //Files1
            new ProcessBuilder("a").start();                     //Files1
            new PrintWriter(new StringWriter()).println(new File("a").getName());
            return null;
          }
        }
        static final class Good implements Case5 {
          private final Tasks tasks;
          private final Flow flow;
          Good(Tasks tasks, Flow flow) { this.tasks = tasks; this.flow = flow; }
          public Object run() {
            var then = flow.now();
            flow.sleep(Duration.ofDays(1)).get();
            flow.random().nextInt();
            var recorded = flow.sideEffect(UUID.class, UUID::randomUUID);
            Supplier<Long> later = () -> System.nanoTime();
            flow.sideEffect(Long.class, later);
            tasks.price(1).map(p -> p + flow.branch(() -> 1L).get());
            return List.of(then, recorded, flow.uuid());
          }
          static long neverCalled() { return System.nanoTime(); }
        }
        static final class Helped implements Case6 {
          private final Step step = new Far();
          private final Tasks tasks;
          Helped(Tasks tasks) {
            this.tasks = tasks;
            Math.random();                                       //Helped
          }
          public Object run() {
            Supplier<Long> lambda = () ->
                System.nanoTime();                               //Helped
            var list = new ArrayList<>(List.of(1, 2));
            list.sort(new Chaos());
            tasks.now();
            Supplier<Object> made = Made::new;
            return List.of(lambda, step.go(), new Inner().inner());
          }
          private final class Inner {
            private Object inner() { return Instant.now(); }     //Helped
          }
        }
        interface Step { Object go(); }
        static class Near implements Step {
          public Object go() { return UUID.randomUUID(); }       //Helped
        }
        static final class Far extends Near {
          public Object go() { return super.go(); }
        }
        static final class Unused extends Near {
          public Object go() { return System.nanoTime(); }
        }
        static final class Chaos implements Comparator<Integer> {
          public int compare(Integer a, Integer b) {
            return (int) System.nanoTime();                      //Helped
          }
        }
        static final class Made {
          Made() { new Random(); }                               //Helped
        }
        static final class Many implements Case7 {
          public Object run() {
            Math.random(); Math.random(); UUID.randomUUID();
            BODY
            return null;
          }
        }
        static final class UsesBroken implements Case8 {
          public Object run() {
            Math.random();                                       //UsesBroken
            return Broken.help();
          }
        }
        static final class Broken {
          static Object help() { return Instant.now(); }
        }
        static final class Worse implements Case9 {
          public Object run() { return new Odd().go(); }
        }
        static final class Odd extends Broken0 {
          Object go() { return Instant.now(); }                  //Worse
        }
        static class Broken0 {}
        public void fill(Catalogue catalogue) {
          System.nanoTime();
          catalogue.tasks(Tasks.class, Prices::new);
          catalogue.workflow(Case1.class, stubs -> new Clocks());
          catalogue.workflow(Case2.class, stubs -> new Chance());
          catalogue.workflow(Case3.class, stubs -> new Threads());
          catalogue.workflow(Case4.class, stubs -> new Files1());
          catalogue.workflow(
              Case5.class, stubs -> new Good(stubs.of(Tasks.class), stubs.of(Flow.class)));
          catalogue.workflow(Case6.class, stubs -> new Helped(stubs.of(Tasks.class)));
          catalogue.workflow(Case7.class, stubs -> new Many());
          catalogue.workflow(Case8.class, stubs -> new UsesBroken());
          catalogue.workflow(Case9.class, stubs -> new Worse());
        }
      }
      """
          .replace("BODY", "Math.random();\n".repeat(11));

  @TempDir static Path folder;
  private static JarCatalogue catalogue;

  @BeforeAll
  static void compile() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path source = folder.resolve("Cases.java");
    Files.writeString(source, SOURCE);
    List<String> arguments =
        List.of(
            "-parameters",
            "--release",
            "21",
            "-cp",
            Path.of(WorkflowJar.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString(),
            "-d",
            classes.toString(),
            source.toString());
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(code).isZero();
    damage(classes.resolve("shop/Cases$Broken.class"));
    damage(classes.resolve("shop/Cases$Broken0.class"));
    URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, WorkflowJar.class.getClassLoader());
    catalogue =
        JarCatalogue.of(
            (WorkflowJar) loader.loadClass("shop.Cases").getConstructor().newInstance());
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static List<String> warnings(String name) {
    WorkflowBinding workflow = catalogue.workflow(name, "1").orElseThrow();
    return Lint.warnings(name, workflow.implementation(), workflow.method());
  }

  private static List<String> marked(String name) {
    List<String> lines = SOURCE.lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).endsWith("//" + name))
        .mapToObj(i -> "Cases.java:" + (i + 1))
        .toList();
  }

  private static List<String> places(List<String> warnings) {
    return warnings.stream()
        .flatMap(warning -> PLACE.matcher(warning).results().map(MatchResult::group))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Clocks", "Chance", "Threads", "Files1", "Helped"})
  void every_line_that_a_workflow_reaches_and_no_other(String name) {
    assertThat(marked(name)).hasSizeGreaterThan(5);
    assertThat(places(warnings(name))).containsExactlyInAnyOrderElementsOf(marked(name));
  }

  @Test
  void nothing_where_time_and_chance_come_from_flow_and_the_rest_from_tasks() {
    assertThat(warnings("Good")).isEmpty();
  }

  @Test
  void the_sentence_says_what_where_why_and_what_to_do() {
    assertThat(warnings("Clocks").getFirst())
        .isEqualTo(
            "The workflow Clocks reads a clock: System.currentTimeMillis in Cases.Clocks.run at "
                + marked("Clocks").getFirst()
                + ". A replay would read another time; use Flow.now() instead.");
    assertThat(warnings("Chance"))
        .anyMatch(w -> w.contains("draws chance: new Random in Cases.Chance.static initializer"));
    assertThat(warnings("Threads"))
        .anyMatch(w -> w.contains("waits for them: Thread.sleep in Cases.Threads.run at"));
    assertThat(warnings("Files1"))
        .anyMatch(w -> w.contains("does I/O: Files.readString in Cases.Files1.run at"))
        .allMatch(w -> w.endsWith("put it into a task."));
    assertThat(warnings("Helped"))
        .anyMatch(w -> w.contains("System.nanoTime in Cases.Helped.run at"))
        .anyMatch(w -> w.contains("Math.random in Cases.Helped.constructor at"))
        .anyMatch(w -> w.contains("UUID.randomUUID in Cases.Near.go at"));
  }

  @Test
  void many_places_are_counted() {
    assertThat(warnings("Many"))
        .hasSize(Lint.SHOWN + 1)
        .last()
        .isEqualTo("The workflow Many does such things in 3 more places.");
  }

  @Test
  void a_damaged_class_is_named_and_the_rest_is_checked() {
    assertThat(places(warnings("UsesBroken"))).isEqualTo(marked("UsesBroken"));
    assertThat(warnings("UsesBroken").getLast())
        .startsWith(
            "shop.Cases$Broken, which the workflow UsesBroken uses, was not checked for clocks,"
                + " chance, threads and I/O: it is damaged");
    assertThat(places(warnings("Worse"))).isEqualTo(marked("Worse"));
    assertThat(warnings("Worse").getLast()).startsWith("shop.Cases$Broken0, which");
  }
}
