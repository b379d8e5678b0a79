/** Amazon SWF's wire protocol from the caller's side, and the signatures of both sides. */
@NullMarked
package io.flowscope.swf;

import org.jspecify.annotations.NullMarked;
