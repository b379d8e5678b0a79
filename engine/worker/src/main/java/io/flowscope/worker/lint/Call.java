package io.flowscope.worker.lint;

/**
 * What an instruction makes other code run.
 *
 * @param owner the internal name of a class
 * @param signature name and descriptor; empty where {@code how} names none
 * @param line 0 where it is not known
 */
record Call(How how, String owner, String signature, int line) {
  enum How {
    /** A class is used, so that its initializer runs. */
    TOUCH,
    /** An object is made; its constructor is a call of its own. */
    NEW,
    /** Exactly this method, or the one that it inherits. */
    EXACT,
    /** This method or one that overrides it. */
    VIRTUAL
  }

  String name() {
    return signature.substring(0, signature.indexOf('('));
  }
}
