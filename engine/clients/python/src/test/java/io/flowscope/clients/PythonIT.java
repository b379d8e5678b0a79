package io.flowscope.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** boto3 and the AWS command line, as Debian packages them. */
class PythonIT {
  private static final Path SCRIPTS =
      Server.root().resolve("engine/clients/src/test/python").toAbsolutePath();

  /** Debian's interpreter: another one on the path need not see Debian's packages. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final String AWS = "/usr/bin/aws";

  @BeforeAll
  static void theyAreInstalled() {
    assertThat(List.of(Path.of(PYTHON), Path.of(AWS)))
        .as("Install what is missing: apt-get install -y awscli python3-boto3")
        .allMatch(Files::isExecutable);
  }

  /** Both get AWS's newest description of SWF, since Debian's is two actions behind. */
  @ParameterizedTest
  @ValueSource(strings = {"boto3", "awscli"})
  void allActions(String client) throws Exception {
    Path out = Server.target().resolve("answers." + client + ".jsonl");
    Printed printed =
        run(
            Map.of("AWS_DATA_PATH", models().toString(), "AWS_CONFIG_FILE", config().toString()),
            PYTHON,
            SCRIPTS.resolve("conformance.py").toString(),
            client,
            Conformance.STEPS.toString(),
            Conformance.domain(client),
            out.toString());
    assertThat(printed.code()).as(printed.text()).isZero();
    List<JsonNode> answers = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      answers.add(Conformance.JSON.readTree(line));
    }
    Conformance.compare(client, answers);
  }

  @Test
  void deciderAndWorkersInBoto3() throws Exception {
    Printed printed =
        run(Map.of(), PYTHON, SCRIPTS.resolve("workers.py").toString(), "boto3-workers");
    assertThat(printed.code()).as(printed.text()).isZero();
    assertThat(printed.text()).contains("\"closed\": 3");
  }

  @Test
  void theCommandLineAsItIsTyped() throws Exception {
    String script = SCRIPTS.resolve("commands.sh").toString();
    Printed printed = run(Map.of("AWS", AWS, "DOMAIN", "cli-typed"), "sh", "-eu", script);
    assertThat(printed.code()).as(printed.text()).isZero();
    assertThat(printed.text()).contains("COMPLETED", "UnknownResourceFault");
  }

  /** A folder as botocore looks for models in. */
  private static Path models() throws IOException {
    Path folder = Server.target().resolve("models");
    Path model = folder.resolve("swf/2012-01-25/service-2.json");
    Files.createDirectories(model.getParent());
    Files.write(
        model,
        Files.readAllBytes(
            Server.root()
                .resolve(
                    "engine/model/src/main/resources/io/flowscope/engine/wire/swf-2012-01-25.json")));
    return folder;
  }

  /** Leaves the checks to the server, and shows times as the wire has them. */
  private static Path config() throws IOException {
    Path file = Server.target().resolve("aws-config");
    Files.writeString(
        file,
        """
        [default]
        parameter_validation = false
        cli_timestamp_format = wire
        cli_pager =
        retry_mode = standard
        max_attempts = 1
        output = json
        """);
    return file;
  }

  private record Printed(int code, String text) {}

  private static Printed run(Map<String, String> more, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(Arrays.asList(command)).redirectErrorStream(true);
    builder.environment().putAll(Server.get().environment());
    builder.environment().putAll(more);
    builder.environment().remove("PYTHONPATH");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Printed(process.waitFor(), text);
  }
}
