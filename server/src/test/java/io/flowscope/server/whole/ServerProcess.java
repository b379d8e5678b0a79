package io.flowscope.server.whole;

import io.flowscope.engine.Backend;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.HttpBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The packaged server as people start it: a process of its own, on the default configuration. */
final class ServerProcess implements AutoCloseable {
  private static final String READY = "Flowscope is ready: ";
  private static final Path JAR = Path.of("target/flowscope-server.jar");

  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(20_000 + Math.toIntExact(ProcessHandle.current().pid() * 61 % 10_000));

  private final Process process;
  private final Path data;
  private final URI login;

  private ServerProcess(Process process, Path data, URI login) {
    this.process = process;
    this.data = data;
    this.login = login;
  }

  /**
   * A port that was free a moment ago, for servers that must come back at the same address: none
   * that the system gives to a client meanwhile, or this method to another process of tests.
   */
  static int freePort() {
    while (true) {
      int port = NEXT_PORT.getAndIncrement();
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it; the next one.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Starts {@code serve --demo} and waits for its ready line; 0 picks a port. */
  static ServerProcess start(Path data, int port, String... more) {
    List<String> options = new ArrayList<>(List.of("--demo"));
    options.addAll(List.of(more));
    return plain(data, port, options.toArray(String[]::new));
  }

  /** The same with options of Java, for instance those of {@link #archive}. */
  static ServerProcess start(List<String> java, Path data, int port) {
    return plain(java, data, port, "--demo");
  }

  /** Without the demo. */
  static ServerProcess plain(Path data, int port, String... more) {
    return plain(List.of(), data, port, more);
  }

  private static ServerProcess plain(List<String> java, Path data, int port, String... more) {
    List<String> command = server(java);
    command.addAll(List.of("serve", "--port", Integer.toString(port), "--data", data.toString()));
    command.addAll(List.of(more));
    return launch(command, data);
  }

  private static List<String> server(List<String> java) {
    List<String> command = command(java);
    command.add(1, "-Xmx512m");
    return command;
  }

  /** What stands in front of the name of a subcommand. */
  static List<String> command() {
    return command(List.of());
  }

  private static List<String> command(List<String> java) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(java.isEmpty() ? QuickJava.options() : java);
    command.addAll(List.of("-jar", JAR.toString()));
    return command;
  }

  /**
   * Options with which a server starts from an archive of its classes, as by {@code flowscope
   * serve}.
   *
   * @param work a folder for the archive, which a server makes that is started for it and stopped
   */
  static List<String> archive(Path work) {
    Path archive = work.resolve("classes.jsa");
    List<String> write = List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable");
    ServerProcess server = start(write, work.resolve("data"), 0);
    server.stopInItsTime();
    return fromArchive(archive);
  }

  /** Nothing where Java could not make it. */
  static List<String> fromArchive(Path archive) {
    return Files.exists(archive)
        ? List.of("-XX:SharedArchiveFile=" + archive.toAbsolutePath(), "-Xlog:disable")
        : List.of();
  }

  /** With the demo and SWFs elsewhere, whose keys stand in the file of the machine's profiles. */
  static ServerProcess connected(Path data, Path profiles, String... settings) {
    return connected(List.of(), data, profiles, settings);
  }

  /** The same with options of Java. */
  static ServerProcess connected(List<String> java, Path data, Path profiles, String... settings) {
    List<String> command = server(java);
    command.addAll(List.of("serve", "--demo", "--port", "0", "--data", data.toString()));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    return launch(command, data, Map.of("AWS_SHARED_CREDENTIALS_FILE", profiles.toString()));
  }

  /** By the script that people type. */
  static ServerProcess script(Path script, Path data) {
    return launch(
        List.of(script.toString(), "serve", "--demo", "--port", "0", "--data", data.toString()),
        data);
  }

  private static ServerProcess launch(List<String> command, Path data) {
    return launch(command, data, Map.of());
  }

  private static ServerProcess launch(
      List<String> command, Path data, Map<String, String> environment) {
    try {
      Files.createDirectories(data);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectError(
                  ProcessBuilder.Redirect.appendTo(data.resolveSibling("stderr.log").toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      // A test that fails before it has stopped the server leaves none behind.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ServerProcess(process, data, ready(process, data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI ready(Process process, Path data) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith(READY)) {
      process.destroyForcibly();
      throw new AssertionError(
          "The server did not start: "
              + line
              + "\n"
              + Files.readString(data.resolveSibling("stderr.log")));
    }
    return URI.create(line.substring(READY.length()).strip());
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  URI login() {
    return login;
  }

  URI address() {
    return login.resolve("/");
  }

  long pid() {
    return process.pid();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  Path data() {
    return data;
  }

  Api api() {
    try {
      return new Api(address(), Files.readString(data.resolve("admin-token")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client of the SWF endpoint with the key that the server wrote for its user. */
  Backend swf() {
    return swf(address(), data);
  }

  /** The same for a server that is at an address, or will be. */
  static Backend swf(URI address, Path data) {
    return new HttpBackend(address, "us-east-1", credentials(data), InstantSource.system());
  }

  /** The key that it wrote for SWF clients. */
  Credentials credentials() {
    return credentials(data);
  }

  private static Credentials credentials(Path data) {
    try {
      Properties file = new Properties();
      file.load(new StringReader(Files.readString(data.resolve("credentials"))));
      return new Credentials(
          file.getProperty("aws_access_key_id"), file.getProperty("aws_secret_access_key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What another subcommand printed. */
  record Printed(int code, String out, String err) {}

  /** Runs a subcommand of the packaged program to its end. */
  static Printed execute(String... arguments) {
    List<String> command = command();
    command.addAll(List.of(arguments));
    try {
      Path err = Files.createTempFile("stderr", ".log");
      try {
        Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Printed(process.waitFor(), out, Files.readString(err));
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The processes of this machine with the folder on their command line. */
  static List<String> processesThatName(Path folder) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }

  /** What the server printed on standard error, since it first ran on this folder. */
  String err() {
    try {
      return Files.readString(data.resolveSibling("stderr.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its worker processes, and theirs. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** kill -9 of the server and all its workers at once, as when the machine fails. */
  void killAll() {
    List<ProcessHandle> workers = descendants();
    process.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }

  /** SIGTERM; its exit code. */
  int stop() {
    process.destroy();
    return ended();
  }

  /** SIGTERM, and waits however long it takes to write what Java writes at its end. */
  void stopInItsTime() {
    process.destroy();
    process.onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    ended();
  }

  private int ended() {
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("The server did not stop within 15 s of SIGTERM");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
