package io.flowscope.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JarChecksTest {
  private static final int JAVA = 21;
  private static final String SERVICE = "META-INF/services/io.flowscope.WorkflowJar";

  @TempDir Path folder;

  @Test
  void acceptsAPlainJar() throws IOException {
    byte[] jar =
        zip(
            out -> {
              entry(
                  out,
                  SERVICE,
                  "# the entry point\nshop.Jar # ours\n".getBytes(StandardCharsets.UTF_8));
              entry(out, "shop/Jar.class", classFile(JAVA));
            });

    List<Check> checks = check(jar);

    assertThat(checks).allMatch(check -> check.state() == Check.State.OK);
    assertThat(checks.getLast().detail()).isEqualTo("shop.Jar");
  }

  @Test
  void saysThatAnEmptyFileIsEmpty() throws IOException {
    assertThat(failure(new byte[0]).detail()).isEqualTo("The file is empty.");
  }

  @Test
  void saysThatATextIsNoJar() throws IOException {
    assertThat(failure("just a text".getBytes(StandardCharsets.UTF_8)).detail())
        .isEqualTo("It is not a jar: it has no ZIP end record.");
  }

  @Test
  void saysWhereAnArchiveIsCutOff() throws IOException {
    byte[] whole = zip(out -> entry(out, "a.txt", new byte[1_000]));

    assertThat(failure(Arrays.copyOf(whole, 60)).detail()).contains("cut off at byte 60");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc/cron.d/x", "a/../b", "/etc/passwd", "C:\\x", "C:x", "a\\b", "a\0b"})
  void refusesNamesThatLeadElsewhere(String name) throws IOException {
    Check failure = failure(zip(out -> entry(out, name, new byte[1])));

    assertThat(failure.name()).isEqualTo("entry names");
    assertThat(failure.detail()).contains(Names.shown(name)).doesNotContain("\0");
  }

  @Test
  void refusesNamesThatDifferInCaseOnly() throws IOException {
    byte[] jar =
        zip(
            out -> {
              entry(out, "a/B.class", classFile(JAVA));
              entry(out, "a/b.class", classFile(JAVA));
            });

    assertThat(failure(jar).detail())
        .isEqualTo("Entries 'a/B.class' and 'a/b.class' differ only in upper and lower case.");
  }

  @Test
  void refusesTwoEntriesOfOneName() throws IOException {
    byte[] jar =
        zip(
            out -> {
              entry(out, "a/B.class", classFile(JAVA));
              entry(out, "a/C.class", classFile(JAVA));
            });
    String text = new String(jar, StandardCharsets.ISO_8859_1).replace("a/C.class", "a/B.class");

    assertThat(failure(text.getBytes(StandardCharsets.ISO_8859_1)).detail())
        .isEqualTo("It has a duplicate entry 'a/B.class'.");
  }

  @Test
  void refusesAnEntryThatExpandsBeyondMeasure() throws IOException {
    byte[] bomb = zip(out -> entry(out, "zeros", new byte[20 << 20]));

    assertThat(failure(bomb).detail()).contains("'zeros' expands to more than 100 times its size");
  }

  @Test
  void refusesDamagedData() throws IOException {
    byte[] jar =
        zip(out -> entry(out, "a.txt", "some words to compress".getBytes(StandardCharsets.UTF_8)));
    jar[40] ^= 0x55;

    assertThat(failure(jar).detail()).contains("'a.txt' is damaged");
  }

  @Test
  void refusesMoreEntriesThanAllowed() throws IOException {
    byte[] jar =
        zip(
            out -> {
              for (int i = 0; i <= ZipDirectory.MAXIMUM_ENTRIES; i++) {
                entry(out, "e" + i, new byte[0]);
              }
            });

    assertThat(failure(jar).detail()).isEqualTo("It has 20,001 entries; 20,000 are allowed.");
  }

  @Test
  void refusesAnotherNameInFrontOfTheData() throws IOException {
    byte[] jar = zip(out -> entry(out, "a.txt", new byte[3]));
    jar[30] = 'b';

    assertThat(failure(jar).detail()).contains("'a.txt' has another name in front of its data");
  }

  @Test
  void namesTheJavaThatAJarNeeds() throws IOException {
    byte[] jar = zip(out -> entry(out, "shop/Jar.class", classFile(JAVA + 1)));

    Check failure = failure(jar);

    assertThat(failure.detail()).isEqualTo("The jar is compiled for Java 22, workers run 21.");
    assertThat(failure.hint()).contains("--release 21");
  }

  @Test
  void passesOverClassesForNewerJavaBesideOlderOnes() throws IOException {
    byte[] jar =
        zip(
            out -> {
              entry(out, SERVICE, "shop.Jar".getBytes(StandardCharsets.UTF_8));
              entry(out, "shop/Jar.class", classFile(JAVA));
              entry(out, "META-INF/versions/25/shop/Jar.class", classFile(25));
            });

    assertThat(check(jar)).allMatch(check -> check.state() == Check.State.OK);
  }

  @Test
  void saysThatThereIsNoEntryPoint() throws IOException {
    Check failure = failure(zip(out -> entry(out, "shop/Jar.class", classFile(JAVA))));

    assertThat(failure.detail())
        .isEqualTo("No workflow found in 1 classes: the jar has no " + SERVICE + ".");
    assertThat(failure.hint()).contains("io.flowscope.WorkflowJar");
  }

  @Test
  void saysThatTheEntryPointsClassIsMissing() throws IOException {
    Check failure =
        failure(zip(out -> entry(out, SERVICE, "shop.Jar".getBytes(StandardCharsets.UTF_8))));

    assertThat(failure.detail()).contains("names 'shop.Jar', but the jar has no such class");
  }

  @Test
  void tellsWhichManifestEntriesAreIgnored() throws IOException {
    byte[] jar =
        zip(
            out -> {
              entry(
                  out,
                  "META-INF/MANIFEST.MF",
                  "Manifest-Version: 1.0\nClass-Path: other.jar\nLaunch-Nothing: x\n"
                      .getBytes(StandardCharsets.UTF_8));
              entry(out, SERVICE, "shop.Jar".getBytes(StandardCharsets.UTF_8));
              entry(out, "shop/Jar.class", classFile(JAVA));
            });

    assertThat(check(jar))
        .anySatisfy(
            check -> {
              assertThat(check.state()).isEqualTo(Check.State.WARNING);
              assertThat(check.detail()).isEqualTo("The manifest's Class-Path is ignored.");
            });
  }

  private Check failure(byte[] jar) throws IOException {
    Check last = check(jar).getLast();
    assertThat(last.state()).isEqualTo(Check.State.FAILED);
    return last;
  }

  private List<Check> check(byte[] jar) throws IOException {
    Path file = Files.write(folder.resolve("upload"), jar);
    return new JarChecks(JAVA).check(file);
  }

  private interface Filling {
    void fill(ZipOutputStream out) throws IOException;
  }

  private static byte[] zip(Filling filling) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      filling.fill(out);
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static byte[] classFile(int java) {
    return new byte[] {
      (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (44 + java)
    };
  }
}
