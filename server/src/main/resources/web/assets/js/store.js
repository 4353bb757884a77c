// A value that can be watched. The smallest thing that lets a module tell pages that something changed.
import { useLayoutEffect, useState } from "./lib.js";

/**
 * @template T
 * @param {T} initial
 * @returns {{get: () => T, set: (next: T) => void, watch: (listener: (value: T) => void) => () => void}}
 */
export function store(initial) {
  let value = initial;
  const listeners = new Set();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(value);
    },
    /** Calls the listener at each change; returns how to stop that. */
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Hook: the value of a store; renders again when it changes. */
export function useStore(watched) {
  const [value, setValue] = useState(watched.get());
  // Not after the next frame: what changes until then would wait for it.
  useLayoutEffect(() => {
    // It may have changed between the rendering and this effect.
    setValue(watched.get());
    return watched.watch(setValue);
  }, [watched]);
  return value;
}
