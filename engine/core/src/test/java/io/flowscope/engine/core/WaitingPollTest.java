package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import org.junit.jupiter.api.Test;

class WaitingPollTest {
  private final ActivityPoll poll =
      new ActivityPoll(
          new Action.PollForActivityTask(Stepped.DOMAIN, Stepped.ACTIVITIES, "worker"));

  @Test
  void aPollThatIsGivenUpCannotBeClaimed() {
    assertThat(poll.cancel(true)).isTrue();
    assertThat(poll.claim()).isFalse();
  }

  @Test
  void aPollThatIsClaimedCannotBeGivenUpNorClaimedAgain() {
    assertThat(poll.claim()).isTrue();
    assertThat(poll.cancel(true)).isFalse();
    assertThat(poll.claim()).isFalse();
    assertThat(poll).isNotDone();
  }
}
