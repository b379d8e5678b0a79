package io.flowscope.server.http;

import io.flowscope.server.access.Audit;
import io.flowscope.server.backup.BackupWriter;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code POST /api/v1/backup}: a backup of all that the server keeps, while it goes on. */
final class BackupApi {
  private final BackupWriter writer;
  private final Audit audit;

  BackupApi(BackupWriter writer, Audit audit) {
    this.writer = writer;
    this.audit = audit;
  }

  /** A backup holds the keys, so only who has the admin token already may have one. */
  void write(Context ctx) throws IOException {
    Audit.By by = Guard.by(ctx);
    if (!by.who().equals("token")) {
      throw Problem.of(
          403, "forbidden", "A backup holds the server's keys; ask for it with the admin token.");
    }
    ctx.contentType("application/zip");
    audit.done(by, "backup", "all", "");
    writer.write(ctx.outputStream());
  }
}
