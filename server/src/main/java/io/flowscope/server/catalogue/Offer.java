package io.flowscope.server.catalogue;

import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;

/** A workflow and the jar that runs new executions of it: the newest upload of its type. */
public record Offer(StoredJar jar, WorkflowEntry workflow) {}
