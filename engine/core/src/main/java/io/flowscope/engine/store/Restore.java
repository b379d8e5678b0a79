package io.flowscope.engine.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes a database of what {@link H2Store#dump} wrote. */
public final class Restore {
  private Restore() {}

  /**
   * Sets the high-water mark of {@code folder}, in which there must be no database, so that nobody
   * opens it before it holds that much.
   *
   * @param total how many events there will ever have been
   * @throws StoreException if there is a database, or the folder cannot be used
   */
  public static void announce(Path folder, long total) {
    mark(empty(folder), total);
  }

  private static H2Database empty(Path folder) {
    H2Database database = new H2Database(folder);
    database.prepare();
    try {
      if (database.isUsed()) {
        throw new StoreException(
            "The folder " + folder + " has a database; restore into an empty one.");
      }
    } catch (IOException e) {
      throw database.unwritable(e);
    }
    return database;
  }

  private static void mark(H2Database database, long total) {
    HighWaterMark mark = new HighWaterMark(database.markFile());
    mark.write(total);
    mark.close();
  }

  /**
   * Fills {@code folder}, in which there must be no database, and sets its high-water mark to what
   * it holds then. What was filled by half can be opened by nobody.
   *
   * @throws StoreException if there is a database, or the folder cannot be used
   * @throws IOException if {@code in} is not what was written
   */
  public static Dump.Counts into(Path folder, InputStream in) throws IOException {
    H2Database database = empty(folder);
    database.take();
    try (Connection connection = database.connect()) {
      H2Schema.begin(connection);
      Dump.Counts counts =
          H2Dump.read(
              connection,
              new DataInputStream(new BufferedInputStream(in, 1 << 16)),
              total -> mark(database, total));
      try (Statement statement = connection.createStatement()) {
        statement.execute("checkpoint sync");
      }
      return counts;
    } catch (SQLException e) {
      throw database.explained(e);
    } finally {
      database.release();
    }
  }
}
