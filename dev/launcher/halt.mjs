/**
 * A reason to stop that a person can act on: its message is one or two plain sentences, printed
 * without a stack. Everything else that is thrown is a fault of the launcher and keeps its stack.
 */
export class Halt extends Error {
  /** @override */
  name = "Halt";
}
