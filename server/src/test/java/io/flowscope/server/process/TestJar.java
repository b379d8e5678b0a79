package io.flowscope.server.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A workflow jar compiled from source text, against the API inside {@code worker.jar}. */
public final class TestJar {
  private final Map<String, String> sources = new TreeMap<>();

  /** A class of the package {@code shop}. */
  public TestJar with(String name, String body) {
    sources.put(name, "package shop;\nimport io.flowscope.*;\n" + body);
    return this;
  }

  /** Compiles into {@code folder} and gives the bytes of the jar; its entry point is shop.Jar. */
  public byte[] build(Path folder, Path workerJar) throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<SimpleJavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(unit(name, text)));
    boolean compiled =
        compiler
            .getTask(
                null,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-parameters",
                    "--release",
                    "21",
                    "-cp",
                    workerJar.toString(),
                    "-d",
                    classes.toString()),
                null,
                units)
            .call();
    if (!compiled) {
      throw new IllegalArgumentException("The sources of the test jar do not compile.");
    }
    return zip(classes);
  }

  private static SimpleJavaFileObject unit(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///shop/" + name + ".java"), SimpleJavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static byte[] zip(Path classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, (OutputStream) out);
        out.closeEntry();
      }
      out.putNextEntry(new ZipEntry("META-INF/services/io.flowscope.WorkflowJar"));
      out.write("shop.Jar\n".getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return bytes.toByteArray();
  }
}
