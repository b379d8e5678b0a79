/**
 * Uploaded jars, stored by the hash of their content. No class of an uploaded jar is ever loaded
 * here: a jar is read as a zip file and described by a worker process of its own.
 */
@org.jspecify.annotations.NullMarked
package io.flowscope.server.catalogue;
