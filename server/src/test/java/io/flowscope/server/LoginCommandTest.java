package io.flowscope.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoginCommandTest {
  @TempDir Path dir;

  @Test
  void aServerThatIsThereButBusyIsNotCalledAbsent() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(dir.resolve(App.ADDRESS_FILE), "http://127.0.0.1:" + busy.getLocalPort());
      Files.writeString(dir.resolve("admin-token"), "token");
      LoginCommand login =
          CommandLine.populateCommand(
              new LoginCommand(Duration.ofMillis(1)), "--data", dir.toString());

      assertThatThrownBy(login::call)
          .isInstanceOf(UsageError.class)
          .hasMessageContainingAll("--data " + dir, "did not answer", "try again");
    }
  }
}
