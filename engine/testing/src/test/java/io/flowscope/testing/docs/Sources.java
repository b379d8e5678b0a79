package io.flowscope.testing.docs;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Source texts by file, compiled as an author's project is. */
final class Sources {
  private final Map<String, String> files = new LinkedHashMap<>();

  /** A file, for instance {@code trip/PlanTrip.java}; one of the same name is replaced. */
  Sources with(String name, String text) {
    files.put(name, text);
    return this;
  }

  /** All that javac says against them, the first complaint first; empty where they compile. */
  List<String> compile(Path classes) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "--release",
            "21",
            "-parameters",
            "-proc:none",
            "-Xlint:-options",
            "-cp",
            classPath() + File.pathSeparator + classes,
            "-d",
            classes.toString());
    try (StandardJavaFileManager manager =
        javac.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<JavaFileObject> units = new ArrayList<>();
      files.forEach((name, text) -> units.add(new Unit(name, text)));
      boolean compiled = javac.getTask(null, manager, found, options, null, units).call();
      return compiled ? List.of() : errors(found);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> errors(DiagnosticCollector<JavaFileObject> found) {
    return found.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(Sources::text)
        .toList();
  }

  private static String text(Diagnostic<? extends JavaFileObject> error) {
    String file =
        error.getSource() == null
            ? ""
            : Path.of(error.getSource().getName()).getFileName() + ":" + error.getLineNumber();
    return file + ": " + error.getMessage(Locale.ROOT);
  }

  /** The classes, in a loader of their own. */
  static ClassLoader load(Path classes) {
    try {
      return new URLClassLoader(
          new java.net.URL[] {classes.toUri().toURL()}, Sources.class.getClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Where surefire hides the class path in a manifest, it tells it by this property. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static final class Unit extends SimpleJavaFileObject {
    private final String text;

    Unit(String name, String text) {
      super(URI.create("string:///" + name), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
