package io.flowscope.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Wrong use ends with exit code 2 and one sentence. */
class CommandLineTest {
  @TempDir Path dir;

  private record Ran(int code, String out, String err) {}

  private static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine program =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = program.execute(arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  private static void assertWrongUse(Ran ran, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().strip().lines()).as(ran.err()).hasSize(1);
    assertThat(ran.err()).contains(parts).doesNotContain("Exception", "\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serve --prot 7070|--prot|--help",
        "sevre|sevre|--help",
        "serve --port 99999|--port 99999|0 to 65535",
        "serve --port abc|--port abc|0 to 65535",
        "serve --port|--port|--help",
        "serve --durability disk|--durability disk|power or process",
        "serve --set limits.nothing=1|limits.nothing|Known",
        "serve --set limits.domains=many|limits.domains=many|limits.domains",
        "serve --set colour=red|colour=red|live.paceMillis",
        "serve --set worker.slots=many|worker.slots=many|whole number",
        "serve --set access.remote=1|access.remote=1|true or false",
        "serve --set port|--set port|KEY",
        "serve --set connections.aws.colour=red|connections.aws.colour=red|connections.NAME.region",
        "serve --set connections.local.region=r|connections.local.region=r|another one",
        "serve --set connections.A.region=r|connections.A.region=r|small letters",
        "serve --set connections.aws.profile=p|connections.aws.region|is missing",
        "serve --set"
            + " connections.aws.endpoint=ftp://h|connections.aws.endpoint=ftp://h|http://127.0.0.1:7070",
        "serve --host 0.0.0.0|--host 0.0.0.0|access.remote=true",
        "serve --host no.such.host.invalid|--host no.such.host.invalid|127.0.0.1",
      })
  void wrongOptionsAreNamedWithTheRemedy(String line, String what, String remedy) {
    assertWrongUse(run(line.split(" ")), what, remedy.equals("KEY") ? "a key and a value" : remedy);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertWrongUse(
          run("serve", "--port", port, "--data", dir.resolve("data").toString()),
          "--port " + port,
          "another port");
    }
  }

  @Test
  void aDataFolderThatIsAFileIsNamed() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "x");
    assertWrongUse(
        run("serve", "--port", "0", "--data", file.toString()), "--data " + file, "a folder");
  }

  @Test
  void aSecondServerOnTheFolderIsRefused() {
    Path data = dir.resolve("data");
    try (DataFolder first = DataFolder.open(data)) {
      assertThat(first.root()).isDirectory();
      assertWrongUse(
          run("serve", "--port", "0", "--data", data.toString()), "--data " + data, "another");
    }
  }

  @Test
  void aLoginLinkNeedsARunningServer() {
    assertWrongUse(run("login", "--data", dir.toString()), "--data " + dir, "serve");
  }

  @Test
  void versionAndHelpAreOnStandardOutput() {
    assertThat(run("--version").out()).startsWith("flowscope ");
    assertThat(run("--help")).satisfies(ran -> assertThat(ran.code()).isZero());
    assertThat(run("--help").out()).contains("serve");
    assertThat(run("serve", "--help").out()).contains("--durability", "--set");
  }
}
