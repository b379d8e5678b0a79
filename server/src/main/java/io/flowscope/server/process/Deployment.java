package io.flowscope.server.process;

import io.flowscope.engine.Backend;
import io.flowscope.server.catalogue.AddResult;
import io.flowscope.server.catalogue.Catalogue;
import io.flowscope.server.swf.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;

/**
 * What an uploaded jar sets in motion: it is stored, its types are registered, its worker runs. The
 * one object that the server opens for jars and workers, and closes before the engine.
 */
public final class Deployment implements AutoCloseable {

  /** Told when a worker process is gone, so that its tasks are given to another one at once. */
  @FunctionalInterface
  public interface WorkerLost {
    /** Times out whatever the worker with that identity had taken. */
    void lost(String identity);
  }

  /**
   * Opens the catalogue below {@code data}. No process is started yet, except to describe an
   * upload.
   *
   * @param data the server's data folder
   */
  public static Deployment open(
      Path data, Backend backend, WorkerLost lost, KeyRing keys, ProcessSettings settings)
      throws IOException {
    throw new UnsupportedOperationException(
        data + " " + backend + " " + lost + " " + keys + " " + settings);
  }

  /**
   * Registers the types of all stored jars and starts the workers that are needed. To be called
   * when the endpoint answers.
   *
   * @param endpoint where workers find the SWF endpoint
   */
  public void start(URI endpoint) {
    throw new UnsupportedOperationException(endpoint.toString());
  }

  /** {@link Catalogue#add}, then registers its types and starts its worker. */
  public AddResult add(InputStream content, String fileName) throws IOException {
    throw new UnsupportedOperationException(content + fileName);
  }

  public Catalogue catalogue() {
    throw new UnsupportedOperationException();
  }

  public Workers workers() {
    throw new UnsupportedOperationException();
  }

  /** Stops all workers. */
  @Override
  public void close() {}
}
