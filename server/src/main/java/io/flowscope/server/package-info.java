/** The program people start: command line, configuration, wiring, start and stop order. */
@org.jspecify.annotations.NullMarked
package io.flowscope.server;
