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
   * Fills {@code folder}, in which there must be no database, and sets its high-water mark to what
   * it holds then.
   *
   * @throws StoreException if there is a database, or the folder cannot be used
   * @throws IOException if {@code in} is not what was written
   */
  public static Dump.Counts into(Path folder, InputStream in) throws IOException {
    H2Database database = new H2Database(folder);
    database.prepare();
    if (database.fileSize() > 0) {
      throw new StoreException(
          "The folder " + folder + " has a database; restore into an empty one.");
    }
    database.take();
    try (Connection connection = database.connect()) {
      database.makeSchema(connection, 0);
      Dump.Counts counts =
          H2Dump.read(connection, new DataInputStream(new BufferedInputStream(in, 1 << 16)));
      try (Statement statement = connection.createStatement()) {
        statement.execute("checkpoint sync");
      }
      HighWaterMark mark = new HighWaterMark(database.markFile());
      mark.write(counts.total());
      mark.close();
      return counts;
    } catch (SQLException e) {
      throw database.explained(e);
    } finally {
      database.release();
    }
  }
}
