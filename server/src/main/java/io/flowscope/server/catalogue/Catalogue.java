package io.flowscope.server.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The uploaded jars, kept as {@code DIR/jars/<hash>.jar} with {@code <hash>.json} beside it. Safe
 * for use by several threads.
 */
public final class Catalogue {

  /**
   * Opens the folder, makes it if needed and removes what an interrupted upload left.
   *
   * @param folder {@code DIR/jars}
   * @param maximumBytes of one upload
   */
  public static Catalogue open(
      Path folder, Describer describer, InstantSource clock, long maximumBytes) throws IOException {
    throw new UnsupportedOperationException(
        folder + " " + describer + " " + clock + " " + maximumBytes);
  }

  /**
   * Checks the jar, has it described in a process of its own and stores it. Only {@link
   * AddResult.Added} changes anything.
   *
   * @param fileName as the client calls it; only shown
   * @throws IOException when {@code content} cannot be read or the folder not be written
   */
  public AddResult add(InputStream content, String fileName) throws IOException {
    throw new UnsupportedOperationException(content + fileName);
  }

  /** All jars, newest upload first. */
  public List<StoredJar> jars() {
    throw new UnsupportedOperationException();
  }

  /** The jar whose hash starts with {@code digits} (12 or more hex digits). */
  public Optional<StoredJar> jar(String digits) {
    throw new UnsupportedOperationException(digits);
  }

  /** Where the bytes of a stored jar are. */
  public Path path(StoredJar jar) {
    throw new UnsupportedOperationException(jar.toString());
  }

  /** Every workflow type with the newest jar that offers it, by name and version. */
  public List<Offer> workflows() {
    throw new UnsupportedOperationException();
  }

  /**
   * The workflow of that name.
   *
   * @param version null for the version uploaded last
   */
  public Optional<Offer> workflow(String name, @Nullable String version) {
    throw new UnsupportedOperationException(name + version);
  }

  /** Whether the jar is the newest upload of at least one of its types. */
  public boolean isCurrent(StoredJar jar) {
    throw new UnsupportedOperationException(jar.toString());
  }

  /**
   * A source text that the jar carries.
   *
   * @param digits 12 or more digits of the jar's hash
   * @param file {@code ProcessVideo.java} as in a call site, or a class's full name
   */
  public Optional<String> source(String digits, String file) {
    throw new UnsupportedOperationException(digits + file);
  }
}
