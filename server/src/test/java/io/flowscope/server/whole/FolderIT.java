package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders that cannot be used: the program ends with code 2 and one sentence with the remedy. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FolderIT {
  private static final String UNWRITABLE =
      "--data %s: the folder cannot be written (%s); make it writable, or give another one.";

  @TempDir Path temp;

  @Test
  void a_file_is_no_folder() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "text");

    refused(file, "--data %s: this is a file; give a folder, which is made if it does not exist.");
    assertThat(file).hasContent("text");
  }

  @Test
  void a_folder_below_a_file_cannot_be_made() throws IOException {
    Path below = Files.writeString(temp.resolve("file"), "text").resolve("data");

    refused(below, UNWRITABLE);
  }

  @Test
  void a_folder_of_somebody_else_is_left_as_it_is() throws IOException {
    Path folder = Path.of("/usr");
    if (isRoot()) {
      folder = Files.createDirectory(temp.resolve("theirs"));
      Files.setAttribute(folder, "unix:uid", 65_534);
    }

    refused(folder, UNWRITABLE);
    assertThat(folder.resolve("engine")).doesNotExist();
  }

  @Test
  void a_file_system_that_takes_no_files_is_refused() throws IOException {
    refused(Path.of("/proc/flowscope"), UNWRITABLE);
  }

  private void refused(Path folder, String sentence) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      // Root may write anywhere unless it lays that right down.
      command.addAll(
          List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--"));
    }
    command.addAll(ServerProcess.command());
    command.addAll(List.of("serve", "--port", "0", "--data", folder.toString()));
    Process process = new ProcessBuilder(command).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.onExit().join().exitValue();

    assertThat(err.strip().lines()).as(err).hasSize(1);
    String pattern =
        java.util.regex.Pattern.quote(sentence.formatted(folder, "@").strip())
            .replace("@", "\\E\\w+\\Q");
    assertThat(err.strip()).matches(pattern);
    assertThat(out).isEmpty();
    assertThat(code).isEqualTo(2);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
