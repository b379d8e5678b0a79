package io.flowscope.worker;

import io.flowscope.WorkflowJar;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Loads an author's jar. Its classes see the JDK and the API and nothing of the worker, so that the
 * jar may bring any version of any library.
 */
final class JarLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private JarLoader(Path jar) throws IOException {
    super("jar", new URL[] {jar.toUri().toURL()}, new ApiOnly());
  }

  /**
   * Loads a jar and fills its catalogue.
   *
   * @throws IllegalArgumentException when there is no such jar, it names no {@link WorkflowJar}, or
   *     something in it cannot be bound
   */
  static JarCatalogue load(Path jar) {
    if (!Files.isReadable(jar)) {
      throw new IllegalArgumentException(jar + " does not exist or cannot be read.");
    }
    List<WorkflowJar> entries = new ArrayList<>();
    try {
      JarLoader loader = new JarLoader(jar);
      Thread.currentThread().setContextClassLoader(loader);
      ServiceLoader.load(WorkflowJar.class, loader).forEach(entries::add);
    } catch (IOException e) {
      throw new IllegalArgumentException(jar.getFileName() + " cannot be read: " + e, e);
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          jar.getFileName()
              + ": the class named in META-INF/services/io.flowscope.WorkflowJar cannot be used: "
              + e.getMessage()
              + (e.getCause() == null ? "" : " (" + e.getCause() + ")"),
          e);
    }
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(
          jar.getFileName()
              + " names no WorkflowJar. Put the name of the class that implements it into"
              + " META-INF/services/io.flowscope.WorkflowJar.");
    }
    return JarCatalogue.of(entries);
  }

  /** Sees the JDK and the packages {@code io.flowscope} and {@code io.flowscope.spi}. */
  private static final class ApiOnly extends ClassLoader {
    private static final String API = "io.flowscope.";
    private static final String SPI = "io.flowscope.spi.";

    static {
      registerAsParallelCapable();
    }

    ApiOnly() {
      super("api", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      boolean api = name.startsWith(API) && name.indexOf('.', API.length()) < 0;
      if (api || name.startsWith(SPI)) {
        return WorkflowJar.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
