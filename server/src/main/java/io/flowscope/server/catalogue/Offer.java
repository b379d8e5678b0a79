package io.flowscope.server.catalogue;

import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;

/**
 * A workflow and the jar that runs new executions of it: the last of its type that was uploaded.
 */
public record Offer(StoredJar jar, WorkflowEntry workflow) {}
