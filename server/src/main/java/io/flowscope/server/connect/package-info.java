/** Where executions run: the embedded engine, and SWFs elsewhere. */
@org.jspecify.annotations.NullMarked
package io.flowscope.server.connect;
