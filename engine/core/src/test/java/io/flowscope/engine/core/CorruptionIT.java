package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.core.Corruption.Case;
import io.flowscope.engine.core.Corruption.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A slice of the campaign of {@link Corruption}: whatever is damaged, nothing changes silently. */
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CorruptionIT {
  private static final long SEED = 20150720;
  private static final double SHARE = 0.05;

  @TempDir Path work;

  @Test
  void damage_is_refused_or_named_or_hits_nothing() throws IOException {
    List<Case> cases = new Corruption(work, SEED).run(SHARE);

    assertThat(cases).filteredOn(one -> one.outcome().compareTo(Outcome.NAMED) > 0).isEmpty();
    assertThat(cases).hasSizeGreaterThan(30);
    assertThat(cases).filteredOn(one -> one.outcome() != Outcome.HARMLESS).hasSizeGreaterThan(5);
  }
}
