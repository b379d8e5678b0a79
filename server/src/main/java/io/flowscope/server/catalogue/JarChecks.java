package io.flowscope.server.catalogue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** The checks of a jar that need no class of it to be loaded. */
public final class JarChecks {
  private static final String JAVA_NAME =
      "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
  private static final Pattern CLASS_NAME = Pattern.compile(JAVA_NAME + "(\\." + JAVA_NAME + ")*");
  private static final List<String> IGNORED_ATTRIBUTES =
      List.of(
          "Class-Path",
          "Launcher-Agent-Class",
          "Premain-Class",
          "Agent-Class",
          "Add-Opens",
          "Add-Exports",
          "Enable-Native-Access");

  private final int javaVersion;

  /**
   * @param javaVersion the feature version of Java that workers run
   */
  public JarChecks(int javaVersion) {
    this.javaVersion = javaVersion;
  }

  /** All checks in their order; ends at the first one that failed. */
  public List<Check> check(Path jar) throws IOException {
    List<Check> checks = new ArrayList<>();
    try (FileChannel file = FileChannel.open(jar)) {
      ZipDirectory directory = ZipDirectory.read(file);
      checks.add(
          Check.ok(
              "zip file",
              "A readable archive of %,d entries.".formatted(directory.entries().size())));
      Optional<String> complaint = Names.complaint(directory.entries());
      if (complaint.isPresent()) {
        checks.add(
            Check.failed("entry names", complaint.get(), "Build the jar again with a usual tool."));
        return checks;
      }
      checks.add(Check.ok("entry names", "All names are plain relative paths."));
      contents(file, directory, checks);
    } catch (ZipDirectory.Unreadable e) {
      checks.add(
          Check.failed(
              checks.isEmpty() ? "zip file" : "content",
              e.getMessage(),
              "Choose the jar that your build made, for instance target/my-workflows.jar."));
    }
    return checks;
  }

  private void contents(FileChannel file, ZipDirectory directory, List<Check> checks)
      throws IOException, ZipDirectory.Unreadable {
    JarContent content = JarContent.read(file, directory.entries());
    checks.add(Check.ok("content", "%,d bytes when unpacked.".formatted(content.total())));
    Check classes = classes(content.classVersions());
    checks.add(classes);
    if (classes.state() == Check.State.FAILED) {
      return;
    }
    manifest(content).ifPresent(checks::add);
    checks.add(entryPoint(content));
  }

  private Check classes(Map<String, Integer> versions) {
    int newest = 0;
    for (Map.Entry<String, Integer> entry : versions.entrySet()) {
      int java = entry.getValue() - 44;
      if (entry.getValue() == 0) {
        return Check.failed(
            "class files",
            "Entry " + Names.shown(entry.getKey()) + " is not a class file.",
            "Build the jar again.");
      }
      if (!forNewerJava(entry.getKey())) {
        newest = Math.max(newest, java);
      }
    }
    if (newest > javaVersion) {
      return Check.failed(
          "class files",
          "The jar is compiled for Java %d, workers run %d.".formatted(newest, javaVersion),
          "Compile with --release %d, or install a newer JDK on this machine."
              .formatted(javaVersion));
    }
    return Check.ok(
        "class files",
        "%,d classes, compiled for Java %d or older.".formatted(versions.size(), newest));
  }

  private boolean forNewerJava(String name) {
    if (!name.startsWith("META-INF/versions/")) {
      return false;
    }
    String version = name.substring("META-INF/versions/".length()).replaceFirst("/.*", "");
    return version.matches("\\d{1,4}") && Integer.parseInt(version) > javaVersion;
  }

  private static Optional<Check> manifest(JarContent content) {
    byte[] text = content.text(JarContent.MANIFEST);
    if (text == null) {
      return Optional.empty();
    }
    Attributes attributes;
    try {
      attributes = new Manifest(new ByteArrayInputStream(text)).getMainAttributes();
    } catch (IOException e) {
      return Optional.of(
          Check.warning("manifest", "Its manifest cannot be read and is ignored.", null));
    }
    List<String> ignored =
        IGNORED_ATTRIBUTES.stream().filter(name -> attributes.getValue(name) != null).toList();
    return ignored.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Check.warning(
                "manifest",
                "The manifest's %s is ignored.".formatted(String.join(", ", ignored)),
                ignored.contains("Class-Path")
                    ? "Put the libraries that the workflows need into the jar itself."
                    : null));
  }

  private static Check entryPoint(JarContent content) {
    String name = "entry point";
    String hint =
        "Add a file %s with one line: the full name of your class that implements"
                .formatted(JarContent.ENTRY_POINT)
            + " io.flowscope.WorkflowJar.";
    byte[] text = content.text(JarContent.ENTRY_POINT);
    if (text == null) {
      return Check.failed(
          name,
          "No workflow found in %,d classes: the jar has no %s."
              .formatted(content.classVersions().size(), JarContent.ENTRY_POINT),
          hint);
    }
    List<String> classes =
        new String(text, StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    if (classes.isEmpty()) {
      return Check.failed(name, JarContent.ENTRY_POINT + " names no class.", hint);
    }
    for (String type : classes) {
      if (!CLASS_NAME.matcher(type).matches()) {
        return Check.failed(
            name,
            "%s names %s, which is no class name."
                .formatted(JarContent.ENTRY_POINT, Names.shown(type)),
            hint);
      }
      if (!content.names().contains(type.replace('.', '/') + ".class")) {
        return Check.failed(
            name,
            "%s names %s, but the jar has no such class."
                .formatted(JarContent.ENTRY_POINT, Names.shown(type)),
            "Correct the name, or build the jar with that class in it.");
      }
    }
    return Check.ok(name, String.join(", ", classes));
  }
}
