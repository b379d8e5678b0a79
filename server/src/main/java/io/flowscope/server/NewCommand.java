package io.flowscope.server;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code flowscope new}: a project with a first workflow. It carries the two jars that authors
 * need, so that it builds with Maven alone.
 */
@Command(
    name = "new",
    description = "Makes a Maven project with a first workflow.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class NewCommand implements Callable<Integer> {
  private static final String PROJECT = "/author/project/";
  private static final List<String> TEXTS =
      List.of(
          "pom.xml",
          "src/main/java/trip/TripTasks.java",
          "src/main/java/trip/TravelAgency.java",
          "src/main/java/trip/TripPlanning.java",
          "src/main/java/trip/PlanTrip.java",
          "src/main/java/trip/TripJar.java",
          "src/main/resources/META-INF/services/io.flowscope.WorkflowJar",
          "src/test/java/trip/PlanTripTest.java");
  private static final List<String> JARS = List.of("flowscope-api.jar", "flowscope-testing.jar");

  @Spec CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description = "The project's folder: a new one, or an empty one.")
  Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    String name = name(target);
    prepare(target);
    try {
      for (String text : TEXTS) {
        write(target.resolve(text), text(PROJECT + text, name));
      }
      write(target.resolve(".gitignore"), text(PROJECT + "gitignore", name));
      for (String jar : JARS) {
        copy("/author/" + jar, target.resolve("lib").resolve(jar));
      }
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      throw new UsageError(
          "FOLDER %s: it cannot be written (%s); choose another.".formatted(folder, e));
    }
    spec.commandLine()
        .getOut()
        .println(
            "Made %s. Build it: mvn -f %s package. Then run it: ./flowscope run %s PlanTrip --input '[\"Lisbon\"]'"
                .formatted(folder, folder, folder.resolve("target").resolve(name + ".jar")));
    return 0;
  }

  /** A name that Maven and file systems accept. */
  private String name(Path target) {
    Path last = target.getFileName();
    if (last == null) {
      throw new UsageError(
          "FOLDER %s: this folder has no name; give one inside it.".formatted(folder));
    }
    String name = last.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    return name.matches(".*[a-z0-9].*") ? name : "workflow";
  }

  private void prepare(Path target) throws IOException {
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new UsageError(
          "FOLDER %s: there is a file of this name; choose another.".formatted(folder));
    }
    if (Files.isDirectory(target)) {
      try (Stream<Path> inside = Files.list(target)) {
        if (inside.findAny().isPresent()) {
          throw new UsageError(
              "FOLDER %s: it is not empty; choose a new or an empty one.".formatted(folder));
        }
      }
    }
  }

  private static String text(String resource, String name) throws IOException {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@name@", name)
          .replace("@version@", Main.Version.text());
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private static void copy(String resource, Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try (InputStream in = open(resource)) {
      Files.copy(in, file);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = NewCommand.class.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException(
          "This program carries no %s; build it with ./mvnw package.".formatted(resource));
    }
    return in;
  }
}
