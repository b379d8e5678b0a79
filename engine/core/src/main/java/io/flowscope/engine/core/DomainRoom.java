package io.flowscope.engine.core;

import io.flowscope.engine.decide.Room;
import io.flowscope.engine.model.Decision;

/** What a domain has left at the moment of a decision. */
record DomainRoom(Transaction tx, String domain) implements Room {
  @Override
  public int executions() {
    return tx.limits().openExecutions() - tx.world().openCount(domain);
  }

  @Override
  public boolean takes(Class<? extends Decision> type) {
    Integer perSecond = tx.limits().rates().get(type.getSimpleName());
    return perSecond == null
        || tx.world().rates.take(domain, type.getSimpleName(), perSecond, tx.now());
  }
}
