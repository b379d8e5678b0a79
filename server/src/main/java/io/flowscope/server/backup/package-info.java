/** Backups: all that a server keeps, in one file, and a data folder made of it. */
@org.jspecify.annotations.NullMarked
package io.flowscope.server.backup;
