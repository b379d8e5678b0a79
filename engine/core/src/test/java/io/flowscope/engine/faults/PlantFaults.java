package io.flowscope.engine.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The command {@code scripts/plant-faults}: plants one fault after another in copies of the sources
 * they change, and expects that a test notices each.
 */
final class PlantFaults {
  private static final Path FAULTS = Path.of("engine/core/src/test/faults");
  private static final String CORE = "engine/core";
  private static final String SIMULATION = "SimulationTest";

  /** By its name, since what it needs is not in the class path of this program. */
  private static final String RUNNER = "io.flowscope.engine.faults.RunTests";

  /** Sound tests end at some time, also on a machine that has much else to do. */
  private static final Duration PATIENCE = Duration.ofHours(2);

  /** How much longer than sound tests take those that meet a fault may take, and at least. */
  private static final int TIMES = 4;

  private static final Duration AT_LEAST = Duration.ofMinutes(6);

  private final Path temp;
  private final Map<String, Duration> patience = new HashMap<>();

  private PlantFaults(Path temp) {
    this.temp = temp;
  }

  /** How the tests went. */
  private record Outcome(boolean noticed, boolean broken, String by) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    List<Patch> patches = Patch.all(FAULTS);
    List<String> wanted = List.of(args);
    if (!wanted.isEmpty()) {
      patches.removeIf(patch -> !wanted.contains(patch.name()));
    }
    Path temp = Files.createTempDirectory("flowscope-faults");
    boolean all;
    try {
      all = new PlantFaults(temp).all(patches);
    } finally {
      delete(temp);
    }
    System.exit(all ? 0 : 1);
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private boolean all(List<Patch> patches) throws IOException, InterruptedException {
    if (patches.isEmpty()) {
      System.out.println("There is no such fault in " + FAULTS + ".");
      return false;
    }
    if (!soundWithout(patches)) {
      return false;
    }
    int caught = 0;
    for (Patch patch : patches) {
      Outcome outcome = plant(patch);
      caught += outcome.noticed ? 1 : 0;
      row(outcome.noticed ? "caught" : outcome.broken ? "BROKEN" : "MISSED", patch, outcome.by);
    }
    System.out.printf("%d of %d faults were caught%n", caught, patches.size());
    return caught == patches.size();
  }

  private static void row(String result, Patch patch, String by) {
    System.out.printf("%-7s %-24s %s%n        %s%n", result, patch.name(), patch.title(), by);
  }

  /** Without any fault all tests must pass, or failures would mean nothing. */
  private boolean soundWithout(List<Patch> patches) throws IOException, InterruptedException {
    Set<String> modules = patches.stream().map(Patch::module).collect(Collectors.toSet());
    for (String module : modules) {
      Set<String> tests =
          patches.stream()
              .filter(patch -> patch.module().equals(module))
              .flatMap(patch -> tests(patch).stream())
              .collect(Collectors.toCollection(TreeSet::new));
      long begin = System.nanoTime();
      Outcome outcome = run(module, null, tests);
      Duration most = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(TIMES);
      patience.put(module, most.compareTo(AT_LEAST) > 0 ? most : AT_LEAST);
      System.out.printf(
          "%s without a fault: %s%n",
          module, outcome.noticed || outcome.broken ? outcome.by : "sound");
      if (outcome.noticed || outcome.broken) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> tests(Patch patch) {
    Set<String> tests = new TreeSet<>(patch.tests());
    if (patch.module().equals(CORE)) {
      tests.add(SIMULATION);
    }
    return tests;
  }

  private Outcome plant(Patch patch) throws IOException, InterruptedException {
    Path sources = Files.createDirectories(temp.resolve(patch.name()).resolve("src"));
    List<String> files = new ArrayList<>();
    try {
      for (String path : patch.changes().keySet()) {
        Path file = sources.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, patch.applied(path, Files.readString(Path.of(path))));
        files.add(file.toString());
      }
    } catch (IllegalStateException e) {
      return new Outcome(false, true, e.getMessage());
    }
    Path classes = Files.createDirectories(temp.resolve(patch.name()).resolve("classes"));
    List<String> options =
        new ArrayList<>(List.of("--release", "21", "-parameters", "-proc:none", "-nowarn", "-d"));
    options.addAll(List.of(classes.toString(), "-cp", classPath(patch.module(), null)));
    options.addAll(files);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler.run(null, null, null, options.toArray(String[]::new)) != 0) {
      return new Outcome(false, true, "it does not compile; adapt the patch");
    }
    return run(patch.module(), classes, tests(patch));
  }

  private static String classPath(String module, Path first) throws IOException {
    Path target = Path.of(module, "target");
    String rest = Files.readString(target.resolve("test-classpath")).strip();
    return Stream.of(
            first == null ? "" : first.toString(),
            target.resolve("test-classes").toAbsolutePath().toString(),
            target.resolve("classes").toAbsolutePath().toString(),
            rest)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Outcome run(String module, Path classes, Set<String> tests)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-Dsimulation.seeds=100", "-Dsimulation.stop=true", "-cp"));
    // The module's own classes come first; what runs its tests is here, and so is what that needs.
    command.add(classPath(module, classes) + File.pathSeparator + classPath(CORE, null));
    command.add(RUNNER);
    for (String test : tests) {
      command.add(qualified(module, test));
    }
    Path log = temp.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(new File(module))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Duration most = patience.getOrDefault(module, PATIENCE);
    if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return new Outcome(true, false, "the tests did not come to an end");
    }
    String output = Files.readString(log);
    String by =
        output
            .lines()
            .filter(line -> line.startsWith(RunTests.FAILED))
            .map(line -> line.substring(RunTests.FAILED.length()))
            .distinct()
            .collect(Collectors.joining(", "));
    int code = process.exitValue();
    boolean noticed = code == 1 && !by.isEmpty();
    return new Outcome(noticed, code != 0 && !noticed, code == 0 || noticed ? by : output);
  }

  private static String qualified(String module, String test) throws IOException {
    Path root = Path.of(module, "src", "test", "java");
    try (Stream<Path> files = Files.walk(root)) {
      Path file =
          files
              .filter(one -> one.endsWith(test + ".java"))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("There is no test " + test + " in " + module));
      String name = root.relativize(file).toString();
      return name.substring(0, name.length() - ".java".length()).replace(File.separatorChar, '.');
    }
  }
}
