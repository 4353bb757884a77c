// Who is signed in, and what they may do.
import * as api from "./api.js";
import { store, useStore } from "./store.js";

/** undefined: not asked yet; null: nobody; else {user, role, permissions, expires_at, ...}. */
export const session = store(undefined);

api.configure({ signedOut: () => take(null) });

function take(next) {
  if (!next) api.forgetAsked();
  api.configure({ csrf: next?.csrf_token ?? null });
  session.set(next);
}

/** Asks the server who is signed in. Throws when it cannot be reached. */
export async function whoAmI() {
  try {
    take(await api.get("/api/v1/session"));
  } catch (error) {
    if (error.status !== 401) throw error;
    take(null);
  }
}

/** Signs in with a cookie. Throws an ApiError: 401 wrong, 429 locked out (retryAfter in seconds). */
export async function signIn(user, password) {
  const { data } = await api.post("/api/v1/session", { body: { user, password, kind: "cookie" }, key: null, quiet401: true });
  take(data);
}

/** Ends the session on the server; without an answer it stays signed in and throws. */
export async function signOut() {
  try {
    await api.write("DELETE", "/api/v1/session", { key: null, quiet401: true });
  } catch (error) {
    if (error.status !== 401) throw error;
  }
  take(null);
}

/** Whether the signed-in person has a permission of the contract, such as "incidents" or "decisions". */
export function can(permission) {
  return session.get()?.permissions.includes(permission) ?? false;
}

/** Hook: the session; renders again when it changes. */
export const useSession = () => useStore(session);
