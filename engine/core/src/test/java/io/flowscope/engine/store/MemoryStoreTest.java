package io.flowscope.engine.store;

class MemoryStoreTest extends StoreContract {
  @Override
  EventStore open() {
    return new MemoryStore();
  }

  @Override
  EventStore opened(EventStore before) {
    return before;
  }
}
