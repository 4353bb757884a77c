import { html } from "../lib.js";
import { PageHead } from "../components/ui.js";

export default function Page() {
  return html`<${PageHead} title="incident" />`;
}
