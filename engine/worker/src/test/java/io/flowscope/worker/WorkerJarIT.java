package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.flowscope.Promise;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shaded jar as a process of its own. */
@Timeout(60)
class WorkerJarIT {
  private static final String SOURCE =
      """
      package shop;

      import io.flowscope.*;
      import java.util.List;

      public final class Shop implements WorkflowJar {
        static final int SLOW = 99;
        public record Order(String customer, List<Integer> items) {}

        public interface Tasks {
          Promise<Integer> price(int item);
          Promise<Integer> sum(List<Promise<Integer>> prices);
        }

        static final class Prices {
          int price(int item) throws InterruptedException {
            System.out.println("priced " + item);
            if (item == SLOW) { Thread.sleep(1_500); }
            return 10 * item;
          }
          int sum(List<Integer> prices) { return prices.stream().mapToInt(i -> i).sum(); }
        }

        public interface Ordering { Promise<Integer> order(Order order); }

        public static final class Cashier implements Ordering {
          private final Tasks tasks;
          Cashier(Tasks tasks) { this.tasks = tasks; }
          public Promise<Integer> order(Order order) {
            if (order.customer().isEmpty()) {
              throw new IllegalArgumentException("nobody");
            }
            return tasks.sum(order.items().stream().map(tasks::price).toList());
          }
        }

        public interface Auditing { Promise<Long> audit(); }

        static final class Auditor implements Auditing {
          public Promise<Long> audit() { return Promise.of(System.nanoTime()); }
        }

        public void fill(Catalogue catalogue) {
          System.out.println("{\\"error\\":\\"printed by the author\\"}");
          try {
            Class.forName("io.flowscope.worker.Main");
            throw new AssertionError("the worker's classes can be seen");
          } catch (ClassNotFoundException expected) {
            // As it should be.
          }
          catalogue.tasks(Tasks.class, Prices::new);
          catalogue.workflow(Ordering.class, stubs -> new Cashier(stubs.of(Tasks.class)));
          catalogue.workflow(Auditing.class, stubs -> new Auditor());
          new Thread(() -> { while (true) { Thread.onSpinWait(); } }).start();
        }
      }
      """;

  @TempDir static Path folder;
  private static Path jar;

  @BeforeAll
  static void compile() throws IOException, URISyntaxException {
    Path source = Files.createDirectories(folder.resolve("src/shop")).resolve("Shop.java");
    Files.writeString(source, SOURCE);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path api = Path.of(Promise.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int code =
        compiler.run(
            null,
            null,
            null,
            "-parameters",
            "--release",
            "21",
            "-proc:none",
            "-cp",
            api.toString(),
            "-d",
            classes.toString(),
            source.toString());
    assertThat(code).isZero();
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("io.flowscope.WorkflowJar"), "shop.Shop\n");
    jar = pack(classes, folder.resolve("shop.jar"));
  }

  private static Path pack(Path classes, Path target) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(target));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return target;
  }

  @Test
  void describesAJar() throws Exception {
    Ended ended = run("describe", config(jar, ""));
    assertThat(ended.code()).as(ended.errors()).isZero();
    JsonNode json = Values.JSON.readTree(ended.output());
    JsonNode workflow = json.at("/workflows/0");
    assertThat(workflow.path("name").asText()).isEqualTo("Cashier");
    assertThat(workflow.path("interface").asText()).isEqualTo("shop.Shop$Ordering");
    assertThat(workflow.at("/inputSchema/prefixItems/0/properties/items/type").asText())
        .isEqualTo("array");
    assertThat(json.at("/activities/0/name").asText()).isEqualTo("Tasks.price");
    assertThat(json.at("/activities/0/implemented").asBoolean()).isTrue();
    assertThat(json.path("warnings")).hasSize(1);
    assertThat(json.at("/warnings/0").asText())
        .startsWith(
            "The workflow Auditor reads a clock: System.nanoTime in Shop.Auditor.audit at"
                + " Shop.java:");
    assertThat(ended.errors()).contains("printed by the author");
  }

  @Test
  void saysWhatIsWrongWithAJar() throws Exception {
    Path empty = folder.resolve("empty.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(empty))) {
      out.putNextEntry(new JarEntry("nothing"));
    }
    Ended ended = run("describe", config(empty, ""));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(Values.JSON.readTree(ended.output()).path("error").asText())
        .startsWith("empty.jar names no WorkflowJar.");
  }

  @Test
  void runsAWorkflowAsPlainJava() throws Exception {
    String order = "[{\\\"customer\\\":\\\"Ann\\\",\\\"items\\\":[1,2]}]";
    Ended ended =
        run("inline", config(jar, ",\"workflow\":\"Cashier\",\"input\":\"" + order + "\""));
    assertThat(ended.code()).as(ended.errors()).isZero();
    assertThat(Values.JSON.readTree(ended.output()).path("result").asInt()).isEqualTo(30);
    assertThat(ended.errors()).contains("priced 2");
    String nobody = order.replace("Ann", "");
    Ended failed =
        run("inline", config(jar, ",\"workflow\":\"Cashier\",\"input\":\"" + nobody + "\""));
    assertThat(failed.code()).isEqualTo(1);
    assertThat(Values.JSON.readTree(failed.output()).path("error").asText())
        .isEqualTo("IllegalArgumentException: nobody");
  }

  @Test
  void endsWhenItsInputCloses() throws Exception {
    Process process = start("work");
    String config =
        config(
            jar,
            ",\"endpoint\":\"http://127.0.0.1:9\",\"region\":\"local\",\"accessKey\":\"A\","
                + "\"secretKey\":\"S\",\"domain\":\"default\",\"jarHash\":\"0123456789abcdef\","
                + "\"identity\":\"fs.0123456789ab.1.x\",\"current\":true");
    OutputStream in = process.getOutputStream();
    in.write((config + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    String line = process.errorReader().readLine();
    while (line != null && !line.contains("failed and goes on")) {
      line = process.errorReader().readLine();
    }
    assertThat(line).isNotNull();
    assertThat(process.isAlive()).isTrue();
    in.close();
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
  }

  @Test
  void finishesWhatItHasOnSigterm() throws Exception {
    Queue<String> polls = new ConcurrentLinkedQueue<>();
    CompletableFuture<String> result = new CompletableFuture<>();
    AtomicBoolean given = new AtomicBoolean();
    HttpServer swf =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    swf.createContext(
        "/",
        exchange -> {
          String action = exchange.getRequestHeaders().getFirst("X-Amz-Target");
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String answer = "";
          int status = 200;
          if (!action.startsWith("SimpleWorkflowService.")) {
            // As SWF answers to what it does not know; calls that share a request then go alone.
            status = 400;
            answer = "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}";
          } else if (action.endsWith("RespondActivityTaskCompleted")) {
            result.complete(body);
          } else if (action.endsWith("PollForActivityTask") && given.compareAndSet(false, true)) {
            answer =
                "{\"taskToken\":\"t\",\"activityId\":\"a\",\"startedEventId\":5,"
                    + "\"workflowExecution\":{\"workflowId\":\"w\",\"runId\":\"r\"},"
                    + "\"activityType\":{\"name\":\"Tasks.price\",\"version\":\"1\"},"
                    + "\"input\":\"[99]\"}";
          } else {
            // A long poll: answered never.
            polls.add(action);
            return;
          }
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    swf.start();
    try {
      Process process = start("work");
      String config =
          config(
              jar,
              ",\"endpoint\":\"http://127.0.0.1:"
                  + swf.getAddress().getPort()
                  + "\",\"region\":\"local\",\"accessKey\":\"A\",\"secretKey\":\"S\","
                  + "\"domain\":\"default\",\"jarHash\":\"0123456789abcdef\","
                  + "\"identity\":\"fs.0123456789ab.1.x\",\"current\":true");
      OutputStream in = process.getOutputStream();
      in.write((config + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
      String line = process.errorReader().readLine();
      while (line != null && !line.contains("priced 99")) {
        line = process.errorReader().readLine();
      }
      assertThat(line).isNotNull();
      process.toHandle().destroy();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(result).isCompletedWithValueMatching(body -> body.contains("990"));
      assertThat(polls).isNotEmpty();
    } finally {
      swf.stop(0);
    }
  }

  private record Ended(int code, String output, String errors) {}

  private static String config(Path jar, String more) {
    return "{\"jar\":\"" + jar + "\"" + more + "}";
  }

  private static Ended run(String mode, String config) throws Exception {
    Process process = start(mode);
    OutputStream in = process.getOutputStream();
    in.write((config + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return new Ended(code, output, Files.readString(errors()));
  }

  private static Path errors() {
    return folder.resolve("errors.txt");
  }

  private static Process start(String mode) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-jar", workerJar(), mode));
    if (!mode.equals("work")) {
      builder.redirectError(errors().toFile());
    }
    return builder.start();
  }

  private static String workerJar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith("-all.jar"))
          .findFirst()
          .orElseThrow();
    }
  }
}
