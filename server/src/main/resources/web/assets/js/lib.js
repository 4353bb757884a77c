// The only file that knows how Preact gets here. Everything else imports from this one.
const { h, render, Fragment, Component, createContext, options } = self.preact;
const {
  useCallback, useContext, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
} = self.preactHooks;

/** Templates: html`<p class="x">${text}</p>`. Text is escaped. */
const html = self.htm.bind(h);

export {
  h, html, render, Fragment, Component, createContext, options,
  useCallback, useContext, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
};
