package io.flowscope.engine.sim;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.ResourceTag;
import io.flowscope.engine.model.TaskList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All clients at once: starters, deciders, workers and administrators, none of them careful. */
final class Clients {
  /** What a client may do. */
  private enum Deed {
    START(10),
    SIGNAL(8),
    CANCEL(3),
    TERMINATE(1),
    POLL_DECISION(22),
    POLL_AHEAD(8),
    POLL_ACTIVITY(16),
    GIVE_UP_POLL(2),
    DECIDE(24),
    DECIDE_BADLY(2),
    WORK(18),
    HEARTBEAT(6),
    STALE(4),
    ADMINISTER(3),
    WORKER_LOST(1),
    DELETE(1),
    PURGE(1);

    final int weight;

    Deed(int weight) {
      this.weight = weight;
    }
  }

  /** Takes a request to the engine. */
  interface Post {
    void send(Action<?> action, @Nullable Held held, boolean legal);

    /** Polls for a decider in the engine's process, which answers with {@code answer}. */
    void sendAhead(Action.PollForDecisionTask poll, Function<DecisionTask, Action<?>> answer);

    void workerLost(String identity);

    /** Deletes an execution. */
    void delete(Fold run);

    /** Has the engine delete what is past its time. */
    void purge();

    /** Gives up one of the polls that wait. */
    void giveUp();
  }

  private final Dice dice;
  private final Post post;
  private final List<Held> held;
  private final Set<String> lost;
  private final DecisionMaker decisions;
  private final Map<Deed, Integer> weights = new EnumMap<>(Deed.class);
  private final int total;
  private int next;

  /**
   * @param held the tasks that workers have or had, oldest first
   * @param lost workers that were reported gone
   */
  Clients(Dice dice, Post post, List<Held> held, Set<String> lost) {
    this.lost = lost;
    this.dice = dice;
    this.post = post;
    this.held = held;
    this.decisions = new DecisionMaker(dice);
    int sum = 0;
    for (Deed deed : Deed.values()) {
      // Runs differ in what is common in them, so that each mixture has its turn.
      int weight = deed.weight * dice.any(1, 2, 2, 2, 4);
      weights.put(deed, weight);
      sum += weight;
    }
    this.total = sum;
  }

  /** One client does one thing. */
  void act(Truth truth) {
    int at = dice.below(total);
    for (Map.Entry<Deed, Integer> entry : weights.entrySet()) {
      at -= entry.getValue();
      if (at < 0) {
        act(entry.getKey(), truth);
        return;
      }
    }
  }

  private void act(Deed deed, Truth truth) {
    String domain = dice.chance(0.8) ? Cast.DOMAINS.get(0) : Cast.DOMAINS.get(1);
    switch (deed) {
      case START -> start(domain);
      case SIGNAL -> {
        String id = Cast.workflowId(dice);
        send(new Action.SignalWorkflowExecution(domain, id, runId(truth, domain, id), "s", mark()));
      }
      case CANCEL -> {
        String id = Cast.workflowId(dice);
        send(new Action.RequestCancelWorkflowExecution(domain, id, runId(truth, domain, id)));
      }
      case TERMINATE -> {
        String id = Cast.workflowId(dice);
        ChildPolicy policy = dice.chance(0.5) ? null : Cast.policy(dice);
        send(
            new Action.TerminateWorkflowExecution(
                domain, id, runId(truth, domain, id), mark(), "terminated", policy));
      }
      case POLL_DECISION -> send(pollDecision(domain));
      case POLL_AHEAD -> post.sendAhead(pollDecision(domain), this::ahead);
      case POLL_ACTIVITY ->
          send(new Action.PollForActivityTask(domain, Cast.list(dice), "p" + mark()));
      case GIVE_UP_POLL -> post.giveUp();
      case DECIDE -> of(true, truth).ifPresent(task -> decide(task, truth, true));
      case DECIDE_BADLY -> of(true, truth).ifPresent(task -> decide(task, truth, false));
      case WORK -> of(false, truth).ifPresent(this::work);
      case HEARTBEAT ->
          of(false, truth)
              .ifPresent(
                  task -> send(new Action.RecordActivityTaskHeartbeat(task.token, mark()), task));
      case STALE -> stale();
      case ADMINISTER -> administer(dice.of(Cast.DOMAINS));
      case WORKER_LOST -> {
        if (!held.isEmpty()) {
          post.workerLost(dice.of(held).identity);
        }
      }
      case DELETE -> {
        List<Fold> runs = List.copyOf(truth.runs());
        if (!runs.isEmpty()) {
          post.delete(dice.of(runs));
        }
      }
      case PURGE -> post.purge();
    }
  }

  private String mark() {
    return "m" + next++;
  }

  private void send(Action<?> action) {
    post.send(action, null, true);
  }

  private void send(Action<?> action, Held task) {
    post.send(action, task, true);
  }

  private void start(String domain) {
    int racing = dice.chance(0.1) ? dice.between(2, 12) : 1;
    String id = Cast.workflowId(dice);
    for (int i = 0; i < racing; i++) {
      boolean full = dice.chance(0.6);
      send(
          new Action.StartWorkflowExecution(
              domain,
              id,
              dice.chance(0.7) ? Cast.WHOLE : dice.of(Cast.WORKFLOWS),
              full ? Cast.list(dice) : null,
              dice.chance(0.3) ? "" + dice.between(-5, 5) : null,
              mark(),
              full ? "" + dice.between(30, 400) : null,
              dice.chance(0.5) ? List.of("tag" + dice.below(3)) : null,
              full ? dice.any("10", "20", "NONE") : null,
              full ? Cast.policy(dice) : null,
              null));
    }
  }

  private @Nullable String runId(Truth truth, String domain, String workflowId) {
    Fold open = truth.open(domain, workflowId);
    return open == null || dice.chance(0.7) ? null : open.execution.runId();
  }

  private Action.PollForDecisionTask pollDecision(String domain) {
    boolean sticky = dice.chance(0.15);
    String name = sticky ? dice.of(Cast.STICKY) : dice.of(Cast.LISTS);
    return new Action.PollForDecisionTask(
        domain,
        new TaskList(name),
        sticky ? name : "p" + mark(),
        null,
        dice.chance(0.3) ? dice.between(1, 7) : null,
        dice.chance(0.2),
        dice.chance(0.2));
  }

  /** What a decider says that computes while the disk still works; null when it takes its time. */
  private @Nullable Action<?> ahead(DecisionTask task) {
    boolean whole =
        task.events().size() == task.startedEventId() && task.events().get(0).eventId() == 1;
    if (!whole || dice.chance(0.2)) {
      return null;
    }
    Fold run = new Fold("ahead", task.workflowExecution(), 0);
    task.events().forEach(event -> FoldRules.add(run, event, lost));
    return answer(task.taskToken(), decisions.legal(run));
  }

  /** One of the tasks of this kind that somebody holds; mostly one that is still open. */
  private Optional<Held> of(boolean decision, Truth truth) {
    List<Held> fitting = new ArrayList<>();
    for (Held task : held) {
      if (task.decision == decision && !task.isAnswered() && task.isOpen(truth)) {
        fitting.add(task);
      }
    }
    return fitting.isEmpty() ? Optional.empty() : Optional.of(dice.of(fitting));
  }

  private void decide(Held task, Truth truth, boolean legal) {
    Fold run = truth.run(task.run.runId());
    List<Decision> list = legal ? decisions.legal(run) : decisions.illegal(run);
    post.send(answer(task.token, list), task, legal);
  }

  private Action.RespondDecisionTaskCompleted answer(String token, List<Decision> list) {
    boolean moves = dice.chance(0.15);
    boolean sticky = moves && dice.chance(0.7);
    return new Action.RespondDecisionTaskCompleted(
        token,
        list,
        mark(),
        moves ? new TaskList(sticky ? dice.of(Cast.STICKY) : dice.of(Cast.LISTS)) : null,
        sticky ? "" + dice.between(1, 10) : null);
  }

  private void work(Held task) {
    Action<?> action =
        switch (dice.below(6)) {
          case 0 -> new Action.RespondActivityTaskFailed(task.token, mark(), "details");
          case 1 -> new Action.RespondActivityTaskCanceled(task.token, mark());
          default -> new Action.RespondActivityTaskCompleted(task.token, mark());
        };
    send(action, task);
  }

  /** Tokens that are good for nothing, or not for this. */
  private void stale() {
    if (held.isEmpty()) {
      return;
    }
    Held task = dice.of(held);
    String token =
        switch (dice.below(4)) {
          case 0 -> "no token at all";
          case 1 -> "7.AAAAAAAAAAAAAAAAAAAAAA";
          default -> task.token;
        };
    boolean other = dice.chance(0.3);
    Held meant = token.equals(task.token) && !other ? task : null;
    Action<?> action =
        task.decision != other
            ? new Action.RespondDecisionTaskCompleted(token, List.of(), mark(), null, null)
            : new Action.RespondActivityTaskCompleted(token, mark());
    post.send(action, meant, meant != null);
  }

  private void administer(String domain) {
    send(
        switch (dice.below(18)) {
          case 0 -> new Action.DeprecateActivityType(domain, Cast.FRAIL);
          case 1, 2 -> new Action.UndeprecateActivityType(domain, Cast.FRAIL);
          case 3 -> new Action.DeleteActivityType(domain, Cast.FRAIL);
          case 4, 5 -> Cast.again(domain, Cast.FRAIL);
          case 6 -> new Action.DeprecateWorkflowType(domain, Cast.SHAKY);
          case 7, 8 -> new Action.UndeprecateWorkflowType(domain, Cast.SHAKY);
          case 9 -> new Action.DeleteWorkflowType(domain, Cast.SHAKY);
          case 10 -> Cast.workflow(domain, Cast.SHAKY, "NONE", "200", ChildPolicy.REQUEST_CANCEL);
          case 11 -> new Action.DeprecateDomain(Cast.DOMAINS.get(1));
          case 12, 13 -> new Action.UndeprecateDomain(Cast.DOMAINS.get(1));
          case 14, 15 -> new Action.UndeprecateWorkflowType(Cast.DOMAINS.get(1), Cast.WHOLE);
          case 16 -> new Action.UndeprecateActivityType(Cast.DOMAINS.get(1), Cast.EASY);
          default ->
              new Action.TagResource(
                  "arn:aws:swf:local:000000000000:/domain/" + domain,
                  List.of(new ResourceTag("k" + dice.below(4), mark())));
        });
  }
}
