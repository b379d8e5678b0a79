package io.flowscope.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class IsolationTest {
  private static final Path JAR = Path.of("/data/jars/a.jar");
  private static final Path WORK = Path.of("/data/work/a-1");

  @Test
  void theBestThatWorksIsTakenAndNothingIsPretended() {
    assertThat(Isolation.detect("none")).isEqualTo(Isolation.NONE);
    for (Isolation wanted : Isolation.values()) {
      assertThat(Isolation.detect(wanted.label())).isIn(wanted, Isolation.NONE);
    }
    Isolation best = Isolation.detect("auto");
    for (Isolation better : Isolation.values()) {
      if (better.ordinal() < best.ordinal()) {
        assertThat(Isolation.detect(better.label())).isEqualTo(Isolation.NONE);
      }
    }
  }

  @Test
  void bubblewrapShowsTheJarAndTheProcessesOwnFolderAndNoOtherFilesOfTheUser() {
    List<String> prefix = Isolation.BUBBLEWRAP.prefix(List.of(JAR), WORK);

    assertThat(prefix).containsSubsequence("--ro-bind", JAR.toString(), JAR.toString());
    assertThat(prefix).containsSubsequence("--bind", WORK.toString(), WORK.toString());
    assertThat(prefix).contains("--unshare-pid", "--unshare-user", "--die-with-parent");
    assertThat(prefix.stream().filter("--bind"::equals)).hasSize(1);
    assertThat(prefix).doesNotContain("/", "/home", "/root", "/data");
    assertThat(Isolation.BUBBLEWRAP.endsAsOne()).isTrue();
  }

  @Test
  void setprivTakesTheWayToPrivilegesAndNoneTakesNothing() {
    assertThat(Isolation.SETPRIV.prefix(List.of(JAR), WORK))
        .containsSubsequence("setpriv", "--no-new-privs");
    assertThat(Isolation.NONE.prefix(List.of(JAR), WORK)).doesNotContain("setpriv", "bwrap");
    assertThat(Isolation.NONE.endsAsOne()).isFalse();
  }
}
