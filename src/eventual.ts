/** A value, or the promise of one. What is there already costs no promise, and its answer leaves at once. */
export type Eventual<T> = T | Promise<T>

/** Goes on with a value: at once where it is there. */
export function whenKnown<T, U>(value: Eventual<T>, next: (value: T) => Eventual<U>): Eventual<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}
