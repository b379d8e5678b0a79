/**
 * Replays workflow code against its history: stubs, identities of calls, barriers, branches, the
 * divergence check, and the record of each round.
 *
 * <p>Public: {@link io.flowscope.worker.replay.Decider} with its {@link
 * io.flowscope.worker.replay.DeciderConfig}, {@link io.flowscope.worker.replay.HistorySource} and
 * {@link io.flowscope.worker.replay.Running}.
 */
@NullMarked
package io.flowscope.worker.replay;

import org.jspecify.annotations.NullMarked;
