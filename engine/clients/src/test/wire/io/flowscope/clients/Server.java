package io.flowscope.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged server as people start it, one process for all tests of a JVM. Nothing of Flowscope
 * is on the class path of these tests: they see the wire only.
 *
 * @param endpoint where it answers
 * @param data its data folder
 * @param accessKey the key in its credentials file
 * @param secretKey that key's secret
 */
record Server(URI endpoint, Path data, String accessKey, String secretKey) {
  private static final String READY = "Flowscope is ready: ";
  private static final Path JAR = root().resolve("server/target/flowscope-server.jar");

  /** Polls that find nothing end after 2 s, so that workers stop quickly. */
  private static final List<String> OPTIONS =
      List.of("serve", "--port", "0", "--set", "limits.pollSeconds=2");

  private static final class Started {
    private static final Server SERVER = start();
  }

  /** The server; started by the first call, stopped at the end of this JVM. */
  static Server get() {
    return Started.SERVER;
  }

  /** The project's folder; tests run in a module's. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** A folder in which tests of this module may leave something. */
  static Path target() {
    return Path.of("target").toAbsolutePath();
  }

  private static Server start() {
    try {
      Path folder = Files.createTempDirectory(target(), "server-");
      Path data = folder.resolve("data");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx384m",
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  JAR.toString()));
      command.addAll(OPTIONS);
      command.addAll(List.of("--data", data.toString()));
      Process process =
          new ProcessBuilder(command).redirectError(folder.resolve("stderr.log").toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process), "stop server"));
      URI login = ready(process, folder.resolve("stderr.log"));
      String credentials = Files.readString(data.resolve("credentials"));
      return new Server(
          login.resolve("/"),
          data,
          value(credentials, "aws_access_key_id"),
          value(credentials, "aws_secret_access_key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI ready(Process process, Path errors) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new AssertionError(
          "The server did not start: " + line + "\n" + Files.readString(errors));
    }
    return URI.create(line.substring(READY.length()).strip());
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static String value(String file, String name) {
    Matcher matcher = Pattern.compile("(?m)^" + name + "\\s*=\\s*(\\S+)$").matcher(file);
    if (!matcher.find()) {
      throw new AssertionError("The credentials file has no " + name);
    }
    return matcher.group(1);
  }

  /** What AWS's clients look for in the environment. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", accessKey,
        "AWS_SECRET_ACCESS_KEY", secretKey,
        "AWS_DEFAULT_REGION", "us-east-1",
        "AWS_EC2_METADATA_DISABLED", "true",
        "AWS_CONFIG_FILE", "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
        "FLOWSCOPE_ENDPOINT", endpoint.toString(),
        "PYTHONDONTWRITEBYTECODE", "1");
  }
}
