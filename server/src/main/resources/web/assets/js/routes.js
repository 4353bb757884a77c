// Every page with its address. Pages are modules with a default export ({params, query}) => vnode, read when they are first needed.
// nav: which entry of the navigation stands for it.

/** Addresses to pages; the first that fits. */
export const routes = [
  { path: "/", nav: "overview", load: () => import("./pages/overview.js") },
  { path: "/incidents", nav: "incidents", load: () => import("./pages/incidents.js") },
  { path: "/incidents/:id", nav: "incidents", load: () => import("./pages/incident.js") },
  { path: "/decisions", nav: "decisions", load: () => import("./pages/decisions.js") },
  { path: "/decisions/:id", nav: "decisions", load: () => import("./pages/decision.js") },
  { path: "/plan", nav: "decisions", load: () => import("./pages/plan.js") },
  { path: "/plans/:id", nav: "decisions", load: () => import("./pages/plan.js") },
  { path: "/drill", nav: "decisions", load: () => import("./pages/drill.js") },
  { path: "/units/:id", nav: "overview", load: () => import("./pages/unit.js") },
  { path: "/stock", nav: "stock", load: () => import("./pages/stock.js") },
  { path: "/stock/:id", nav: "stock", load: () => import("./pages/handling-unit.js") },
  { path: "/devices", nav: "devices", load: () => import("./pages/devices.js") },
  { path: "/devices/:id", nav: "devices", load: () => import("./pages/device.js") },
  { path: "/review", nav: "review", load: () => import("./pages/review.js") },
  { path: "/system", nav: "system", load: () => import("./pages/system.js") },
];

/** Entries of the navigation; the first four stand in the bar of a phone, the rest under More. */
export const navigation = [
  { id: "overview", href: "/", text: "Overview" },
  { id: "incidents", href: "/incidents", text: "Incidents" },
  { id: "decisions", href: "/decisions", text: "Decisions" },
  { id: "stock", href: "/stock", text: "Stock" },
  { id: "devices", href: "/devices", text: "Devices" },
  { id: "review", href: "/review", text: "Review" },
  { id: "system", href: "/system", text: "System" },
];

/** Addresses of things. */
export const to = {
  incident: (id) => `/incidents/${encodeURIComponent(id)}`,
  decision: (id) => `/decisions/${encodeURIComponent(id)}`,
  plan: (id) => `/plans/${encodeURIComponent(id)}`,
  unit: (id) => `/units/${encodeURIComponent(id)}`,
  handlingUnit: (id) => `/stock/${encodeURIComponent(id)}`,
  /** A view of stock; what is null is left out. */
  stockOf: (query) => `/stock?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null))}`,
  device: (id) => `/devices/${encodeURIComponent(id)}`,
  region: (id) => `/?region=${encodeURIComponent(id)}`,
  node: (id) => `/?node=${encodeURIComponent(id)}`,
};
