package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process with an engine of the default configuration: nothing answered may be lost. */
@Timeout(value = 900, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillEngineIT {
  private static final int KILLS = 16;
  private static final long SEED = 20150720;

  @TempDir Path folder;

  @Test
  void nothing_answered_is_lost_or_doubled_by_sixteen_kills() {
    KillFigures figures = new EngineKills(folder, SEED).run(KILLS);

    assertThat(figures.violations()).as("seed %d", SEED).isEmpty();
    assertThat(figures.kills()).isEqualTo(KILLS);
    assertThat(figures.belowFloor()).as("rounds that did too little").isZero();
    assertThat(figures.answered()).isGreaterThanOrEqualTo((long) KILLS * EngineKills.FLOOR);
    assertThat(figures.tokensRepeated()).isGreaterThan(KILLS);
    assertThat(figures.points()).as("points").hasSize(4);
    System.out.println(figures);
  }
}
