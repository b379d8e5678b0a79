package io.flowscope.server.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.payload.FilePayloads;
import io.flowscope.engine.payload.PayloadException;
import io.flowscope.engine.payload.PayloadException.Kind;
import io.flowscope.engine.payload.PayloadRef;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.server.swf.AccessKey;
import io.flowscope.server.swf.KeyRing;
import io.flowscope.server.swf.LoopbackServer;
import io.flowscope.server.swf.SwfEndpoint;
import io.flowscope.server.swf.Tasks;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.HttpPayloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large values between a worker and the server's files. */
class LargeValuesOverTheWireTest {
  private static final long CAP = 2_000_000;

  @TempDir Path folder;

  private final Engine engine = Engine.open(EngineConfig.inMemory());
  private final KeyRing keys = new KeyRing(new SecureRandom());
  private SwfEndpoint endpoint;
  private LoopbackServer server;

  @BeforeEach
  void open() throws IOException {
    endpoint =
        new SwfEndpoint(
            key -> engine,
            keys,
            InstantSource.system(),
            Tasks.UNKNOWN,
            ServerPayloads.in(folder, true, CAP, InstantSource.system()));
    server = LoopbackServer.start(endpoint);
  }

  @AfterEach
  void close() {
    server.close();
    endpoint.close();
    engine.close();
  }

  private HttpPayloads client(AccessKey.Scope scope, String domain) {
    AccessKey key = keys.issue("test", scope);
    Credentials credentials = new Credentials(key.id(), key.secret());
    return new HttpPayloads(
        server.endpoint(), "local", () -> credentials, domain, InstantSource.system());
  }

  private HttpPayloads worker() {
    return client(new AccessKey.Worker("local", "default", Set.of("fs.a")), "default");
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  private static String json(int chars) {
    return "\"" + "ä\\\"😀".repeat(chars / 5) + "\"";
  }

  @Test
  void what_one_worker_puts_another_reads_and_the_file_is_its_owners_alone() throws IOException {
    String value = json(1_500_000);
    String reference = Payloads.in(worker(), CAP).shorten(value);
    assertThat(reference).hasSizeLessThan(140);
    assertThat(Payloads.in(worker(), CAP).expand(reference)).isEqualTo(value);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void once_more_is_no_error_and_costs_no_room() throws IOException {
    Payloads.in(worker(), CAP).shorten(json(40_000));
    Payloads.in(worker(), CAP).shorten(json(40_000));
    assertThat(onlyFile()).exists();
  }

  @Test
  void half_of_a_surrogate_pair_comes_back() {
    String value = "\"" + "x".repeat(40_000) + "\ud83d\"";
    String reference = Payloads.in(worker(), CAP).shorten(value);
    assertThat(Payloads.in(worker(), CAP).expand(reference)).endsWith("x\\ud83d\"");
  }

  @Test
  void a_missing_one_and_a_damaged_one_are_told_apart() throws IOException {
    String reference = Payloads.in(worker(), CAP).shorten(json(40_000));
    Path file = onlyFile();
    byte[] content = Files.readAllBytes(file);
    content[1_000]++;
    Files.write(file, content);
    assertThatThrownBy(() -> Payloads.in(worker(), CAP).expand(reference))
        .isInstanceOfSatisfying(
            PayloadException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
        .hasMessageContaining("is damaged")
        .hasMessageContaining(file.toString());
    Files.delete(file);
    assertThatThrownBy(() -> Payloads.in(worker(), CAP).expand(reference))
        .isInstanceOfSatisfying(
            PayloadException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISSING))
        .hasMessageContaining("There is no file " + file);
    Payloads.in(worker(), CAP).shorten(json(40_000));
    assertThat(Payloads.in(worker(), CAP).expand(reference)).isEqualTo(json(40_000));
  }

  @Test
  void a_damaged_file_is_mended_by_who_puts_the_value_again() throws IOException {
    String reference = Payloads.in(worker(), CAP).shorten(json(40_000));
    Files.writeString(onlyFile(), "{}");
    Payloads.in(worker(), CAP).shorten(json(40_000));
    assertThat(Payloads.in(worker(), CAP).expand(reference)).isEqualTo(json(40_000));
  }

  @Test
  void a_key_reaches_the_values_of_its_own_domains_only() {
    String reference = Payloads.in(worker(), CAP).shorten(json(40_000));
    HttpPayloads stranger =
        client(new AccessKey.Worker("local", "other", Set.of("fs.a")), "default");
    assertThatThrownBy(() -> Payloads.in(stranger, CAP).expand(reference))
        .isInstanceOfSatisfying(
            PayloadException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessageContaining("is not authorized to use the large values of the domain default");
    HttpPayloads other = client(new AccessKey.Domains(Set.of("other")), "other");
    assertThatThrownBy(() -> Payloads.in(other, CAP).expand(reference))
        .isInstanceOfSatisfying(
            PayloadException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISSING));
  }

  @Test
  void what_is_above_the_servers_cap_is_refused() {
    assertThatThrownBy(() -> Payloads.in(worker(), 10 * CAP).shorten(json(2_100_000)))
        .isInstanceOfSatisfying(
            PayloadException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessageContaining("more than the 2000000 that values.maxCharacters allows");
  }

  @Test
  void a_server_that_is_gone_may_come_back() {
    HttpPayloads client = worker();
    server.close();
    assertThatThrownBy(() -> Payloads.in(client, CAP).shorten(json(40_000)))
        .isInstanceOfSatisfying(PayloadException.class, e -> assertThat(e.passes()).isTrue());
  }

  @Test
  void a_sweep_keeps_what_histories_name_what_that_names_and_what_is_young() throws IOException {
    Instant now = Instant.parse("2026-11-01T00:00:00Z");
    FilePayloads old =
        new FilePayloads(FilePayloads.folder(folder, "default"), false, InstantSource.fixed(now));
    String inner = Payloads.in(old, CAP).shorten(json(40_000));
    String outer = Payloads.in(old, CAP).shorten("[" + inner + "," + json(50_000) + "]");
    String lost = Payloads.in(old, CAP).shorten(json(60_000));
    String put = Payloads.in(old, CAP).shorten(json(70_000));
    Instant later = now.plusSeconds(3 * 86_400);
    Payloads.in(
            new FilePayloads(
                FilePayloads.folder(folder, "default"), false, InstantSource.fixed(later)),
            CAP)
        .shorten(json(70_000));
    // As in a database: a string in a string, and not at the beginning of a buffer.
    String event = "{\"result\":\"" + outer.replace("\"", "\\\"") + "\"}";
    byte[] before = new byte[262_100];
    PayloadSweep sweep =
        new PayloadSweep(
            folder,
            out -> {
              out.write(before);
              out.write(event.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            },
            InstantSource.fixed(later.plusSeconds(1)));

    assertThat(sweep.run()).isEqualTo(1);

    Payloads read = Payloads.in(old, CAP);
    assertThat(Payloads.in(old, CAP).expand(outer)).contains(json(40_000));
    assertThat(read.expand(put)).isEqualTo(json(70_000));
    assertThatThrownBy(() -> Payloads.in(old, CAP).expand(lost))
        .isInstanceOf(PayloadException.class);
    assertThat(PayloadRef.hashesIn(event)).hasSize(1);
    assertThat(sweep.run()).isZero();
  }

  /** The clock of the test moves by days. */
  private Instant now = Instant.parse("2026-11-01T00:00:00Z");

  private Payloads of(String connection) {
    Path values = FilePayloads.folder(FilePayloads.folder(folder, connection), "default");
    return Payloads.in(new FilePayloads(values, false, () -> now), CAP);
  }

  private void pass(int days) {
    now = now.plusSeconds(days * 86_400L);
  }

  @Test
  void what_nobody_elsewhere_puts_or_reads_for_long_goes() throws IOException {
    String forgotten = of("there").shorten(json(40_000));
    String read = of("there").shorten(json(50_000));
    String putAgain = of("gone").shorten(json(60_000));
    String here = of("local").shorten(json(70_000));
    AgedPayloads aged = new AgedPayloads(folder, "local", 500, () -> now);
    pass(400);
    assertThat(of("there").expand(read)).isEqualTo(json(50_000));
    of("gone").shorten(json(60_000));
    pass(99);
    assertThat(aged.run()).isZero();
    pass(2);

    assertThat(aged.run()).isEqualTo(1);

    assertThatThrownBy(() -> of("there").expand(forgotten)).isInstanceOf(PayloadException.class);
    assertThat(of("there").expand(read)).isEqualTo(json(50_000));
    assertThat(of("gone").expand(putAgain)).isEqualTo(json(60_000));
    pass(501);
    assertThat(new AgedPayloads(folder, "local", 0, () -> now).run()).as("for ever").isZero();
    assertThat(aged.run()).isEqualTo(2);
    assertThat(of("local").expand(here)).isEqualTo(json(70_000));
  }
}
