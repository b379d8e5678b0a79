package io.flowscope.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.core.Durability;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server keeps goes into a backup, with and without the server, and comes out again. */
class BackupTest {
  private static final int EXECUTIONS = 5;

  @TempDir Path dir;
  private Path data;

  private record Ran(int code, String out, String err) {}

  private static Ran run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  private static void assertRefused(Ran ran, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err().strip().lines()).as(ran.err()).hasSize(1);
    assertThat(ran.err()).contains(parts).doesNotContain("Exception", "\tat ");
  }

  @BeforeEach
  void someExecutions() throws IOException {
    data = dir.resolve("data");
    System.setProperty(
        "flowscope.workerJar",
        Files.writeString(dir.resolve("no-worker.jar"), "no process is started").toString());
    try (Engine engine = Engine.open(EngineConfig.at(data.resolve("engine")))) {
      engine.call(new Action.RegisterDomain("default", null, "1", null)).join();
      engine
          .call(
              new Action.RegisterWorkflowType(
                  "default",
                  "W",
                  "1",
                  null,
                  "30",
                  "3600",
                  new TaskList("l"),
                  null,
                  ChildPolicy.ABANDON,
                  null))
          .join();
      for (int i = 0; i < EXECUTIONS; i++) {
        engine
            .call(
                new Action.StartWorkflowExecution(
                    "default",
                    "w" + i,
                    new WorkflowType("W", "1"),
                    null,
                    null,
                    "[]",
                    null,
                    null,
                    null,
                    null,
                    null))
            .join();
      }
    }
    Files.createDirectories(data.resolve("jars"));
    Files.writeString(data.resolve("jars/some.txt"), "kept");
    Files.writeString(data.resolve("server.log"), "not kept");
  }

  private void isRestored(Path file, String name) throws IOException {
    Path restored = dir.resolve(name);
    Ran ran = run("restore", "--from", file, "--data", restored);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains(EXECUTIONS + " executions with");
    assertThat(run("verify", "--data", restored).out())
        .contains(EXECUTIONS + " executions", "all is well");
    assertThat(restored.resolve("jars/some.txt")).hasContent("kept");
    assertThat(restored.resolve("server.log")).doesNotExist();
    assertThat(Files.readString(restored.resolve("admin-token")))
        .isEqualTo(Files.readString(data.resolve("admin-token")));
    assertRefused(
        run("restore", "--from", file, "--data", restored), "is not empty", "give a new one");
  }

  @Test
  void aBackupIsMadeWithAndWithoutTheServerAndRestored() throws Exception {
    ServerConfig config =
        new ServerConfig("127.0.0.1", 0, data, false, Durability.POWER, Map.of(), Map.of());
    Path online = dir.resolve("online.zip");
    try (App app = App.open(config)) {
      app.start();
      Ran ran = run("backup", "--data", data, "--to", online);
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(ran.out()).contains(EXECUTIONS + " executions");
    }
    assertThat(Files.readString(data.resolve("audit.log"))).contains("\"backup\"");
    isRestored(online, "from-online");
    Path offline = dir.resolve("offline.zip");
    assertThat(run("backup", "--data", data, "--to", offline).code()).isZero();
    isRestored(offline, "from-offline");
    assertRefused(run("backup", "--data", data, "--to", offline), "--to", "this exists");
  }

  @Test
  void aBackupThatIsNotWholeIsRefusedAndLeavesNothing() throws Exception {
    Files.writeString(data.resolve("admin-token"), "t\n");
    Path file = dir.resolve("b.zip");
    assertThat(run("backup", "--data", data, "--to", file).code()).isZero();
    long size = Files.size(file);
    Path target = dir.resolve("target");
    try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
      changed.seek(150);
      int before = changed.read();
      changed.seek(150);
      changed.write(before ^ 4);
    }
    assertRefused(run("restore", "--from", file, "--data", target), "could not be restored");
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(size / 2);
    }
    assertRefused(run("restore", "--from", file, "--data", target), "could not be restored");
    assertThat(target).doesNotExist();
    assertRefused(
        run("restore", "--from", dir.resolve("none.zip"), "--data", target), "no such file");
    assertRefused(
        run("backup", "--data", dir.resolve("none"), "--to", dir.resolve("x")), "no data folder");
  }
}
