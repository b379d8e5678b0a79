package io.flowscope.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore;
import org.jspecify.annotations.Nullable;

/** Opens the database of a data folder and says in one sentence when that is impossible. */
final class H2Database {
  /** The name of the database's file is this and {@code .mv.db}. */
  private static final String NAME = "engine";

  private static final String JOURNAL = NAME + ".journal.";

  /** Within one process the database would let a second one in. */
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path folder;

  H2Database(Path folder) {
    this.folder = folder;
  }

  /** Takes the folder for this process. */
  void take() {
    if (!IN_USE.add(folder.toAbsolutePath().normalize())) {
      throw inUse(null);
    }
  }

  /** Gives the folder back. */
  void release() {
    IN_USE.remove(folder.toAbsolutePath().normalize());
  }

  private StoreException inUse(@Nullable SQLException e) {
    return new StoreException(
        "The data folder "
            + folder
            + " is in use by another Flowscope; stop that one, or name another folder.",
        e);
  }

  /** WRITE_DELAY=0, since by default a killed process loses commits that were answered. */
  String url() {
    return "jdbc:h2:file:"
        + folder.toAbsolutePath().resolve(NAME)
        + ";WRITE_DELAY=0;COMPRESS=TRUE;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
  }

  /** How large the file is, in bytes. */
  long fileSize() {
    return folder.resolve(NAME + ".mv.db").toFile().length();
  }

  /** Moves what lives together and cuts the file; nobody may read or write meanwhile. */
  void compact(Connection connection, Duration atMost) throws SQLException {
    MVStore store = database(connection).getStore().getMvStore();
    int retention = store.getRetentionTime();
    try {
      store.compactFile(Math.toIntExact(atMost.toMillis()));
    } finally {
      store.setRetentionTime(retention);
    }
  }

  /** Keeps a file from other users of the machine, where the system can. */
  static void keepPrivate(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** Files whose changes are not all in the database. */
  Journal journal(boolean synced) {
    return new Journal(folder, JOURNAL, synced, 4 * Journal.STEP);
  }

  /** Whether the folder holds executions, or what is left of some. */
  boolean isUsed() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> name.equals(NAME + ".mv.db") || name.startsWith(JOURNAL));
    }
  }

  Path markFile() {
    return folder.resolve(NAME + ".mark");
  }

  /** Makes the folder if it is missing, and checks that files can be made in it. */
  void prepare() {
    if (url().indexOf(';') < url().indexOf(";WRITE_DELAY")) {
      throw new StoreException(
          "The data folder " + folder + " has a semicolon in its name; use another folder.");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException(
          "The data folder "
              + folder
              + " cannot be made ("
              + e.getClass().getSimpleName()
              + "); make it, or name another one.",
          e);
    }
    if (!Files.isWritable(folder)) {
      throw new StoreException(
          "The data folder "
              + folder
              + " cannot be written to; give this user the right to, or name another one.");
    }
  }

  /**
   * Makes what the database notes of each transaction that is open at the same time as others, so
   * that no reader has to: whoever makes it may write all that has changed, as a rollback does.
   *
   * @param most how many transactions there are at once
   */
  void prepareTransactions(Connection connection, int most) throws SQLException {
    TransactionStore transactions = database(connection).getStore().getTransactionStore();
    List<Transaction> all = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      all.add(transactions.begin());
    }
    all.forEach(Transaction::commit);
  }

  private static Database database(Connection connection) throws SQLException {
    return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase();
  }

  /** A connection; it does not commit by itself. */
  Connection connect() {
    try {
      // Not by DriverManager, which finds drivers by the class loader of whoever calls first.
      JdbcDataSource source = new JdbcDataSource();
      source.setURL(url());
      Connection connection = source.getConnection("sa", "");
      connection.setAutoCommit(false);
      keepPrivate(folder.resolve(NAME + ".mv.db"));
      return connection;
    } catch (SQLException e) {
      throw explained(e);
    } catch (IOException e) {
      throw new StoreException(
          "The database in " + folder + " cannot be kept from other users: " + e.getMessage(), e);
    }
  }

  /** Makes the tables of a new database, or of an older version what they have to be. */
  void makeSchema(Connection connection, long mark) throws SQLException {
    if (hasSchema(connection)) {
      int version = H2Schema.migrate(connection);
      if (version > H2Schema.VERSION) {
        throw new StoreException(
            "The database in "
                + folder
                + " was written by a newer Flowscope (its tables have version "
                + version
                + ", this program knows "
                + H2Schema.VERSION
                + "); use that one, or restore a backup that was made before.");
      }
      return;
    }
    if (mark > 0) {
      throw behind(0, mark);
    }
    H2Schema.make(connection);
  }

  /** Its version is written last, so a database without one was never used. */
  private static boolean hasSchema(Connection connection) throws SQLException {
    try (ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", "META", null)) {
      return tables.next() && H2Meta.read(connection).containsKey(H2Meta.SCHEMA);
    }
  }

  /** What was written last is not all there. */
  StoreException damaged(String how) {
    return new StoreException(
        "The journal of the database in "
            + folder
            + " is damaged: "
            + how
            + ". Restore a backup; to go on with what is left, start once with durability"
            + " process.");
  }

  /** The database has fewer events than it once had. */
  StoreException behind(long has, long mark) {
    return new StoreException(
        "The database in "
            + folder
            + " is behind: it holds "
            + has
            + " events but has held "
            + mark
            + ", so its file was cut or replaced by an older one. Restore a backup; to go on with"
            + " what is left, delete "
            + markFile()
            + ".");
  }

  /** A file could not be written. */
  StoreException unwritable(Throwable e) {
    return new StoreException(
        "A file in "
            + folder
            + " cannot be read or written; see whether the disk is full or broken. ("
            + e.getMessage()
            + ")",
        e);
  }

  /** What an error of the database means. */
  StoreException explained(SQLException e) {
    if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
      return inUse(e);
    }
    if (e.getErrorCode() == ErrorCode.FILE_CORRUPTED_1
        || e.getErrorCode() == ErrorCode.FILE_VERSION_ERROR_1
        || e.getErrorCode() == ErrorCode.UNSUPPORTED_SETTING_COMBINATION) {
      return new StoreException(
          "The database in "
              + folder
              + " is damaged or was made by another version; restore a backup. ("
              + e.getMessage()
              + ")",
          e);
    }
    return new StoreException(
        "The database in "
            + folder
            + " failed; see whether the disk is full or broken. ("
            + reason(e)
            + ")",
        e);
  }

  /** What the system said, or else the database, in one line and without the statement. */
  private static String reason(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return String.valueOf(cause.getMessage());
      }
    }
    String text = String.valueOf(e.getMessage());
    int statement = text.indexOf("; SQL statement:");
    return (statement < 0 ? text : text.substring(0, statement)).lines().findFirst().orElse("");
  }
}
