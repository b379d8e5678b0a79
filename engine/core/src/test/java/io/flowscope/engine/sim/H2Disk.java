package io.flowscope.engine.sim;

import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.H2Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The real database in a folder. A process that ends leaves its files as the operating system has
 * them; the next process gets a copy of them. The database proper follows its journal in its own
 * time, so the copy has it either as it was at the start of the process or as it became.
 */
final class H2Disk implements Disk {
  private static final String DATABASE = "engine.mv.db";

  private final Path root;
  private final Dice dice;
  private final boolean synced;
  private int generation;
  private H2Store store;

  H2Disk(Path root, Dice dice) {
    this.root = root;
    this.dice = dice;
    this.synced = dice.chance(0.5);
    open();
  }

  private Path folder() {
    return root.resolve("g" + generation);
  }

  private Path early() {
    return root.resolve("early");
  }

  private void open() {
    store = new H2Store(folder(), synced);
    copyEarly();
  }

  private void copyEarly() {
    try {
      // Nothing has been written since the database followed, so the file is at rest.
      Files.copy(folder().resolve(DATABASE), early(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public EventStore store() {
    return store;
  }

  @Override
  public void write(Batch batch) {
    store.write(batch);
  }

  @Override
  public boolean delete(long run) {
    boolean was = store.delete(run);
    copyEarly();
    return was;
  }

  @Override
  public void sync() {
    store.sync();
  }

  @Override
  public void reopen() {
    store.reopen();
    copyEarly();
  }

  @Override
  public void crash() {
    try {
      Path old = folder();
      generation++;
      Path next = Files.createDirectories(folder());
      List<Path> journal = beside(old);
      for (Path file : journal) {
        Files.copy(file, next.resolve(file.getFileName()));
      }
      // Once there is a second file of the journal, the first may have been used again.
      boolean complete = journal.stream().filter(H2Disk::isJournal).count() <= 1;
      if (complete && dice.chance(0.7)) {
        Files.copy(early(), next.resolve(DATABASE));
      } else {
        store.load(); // The database has followed when this returns.
        Files.copy(old.resolve(DATABASE), next.resolve(DATABASE));
      }
      store.close();
      delete(old);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open();
  }

  private static List<Path> beside(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith(DATABASE)).toList();
    }
  }

  private static boolean isJournal(Path file) {
    return file.getFileName().toString().contains("journal");
  }

  @Override
  public void restart() {
    open();
  }

  @Override
  public void close() {
    try {
      delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
