// Style sheets that only some pages need: read with the first of them.

const read = new Map();

/** Adds a style sheet once. The promise is kept when it is there, or cannot be had: a page without it is better than no page. */
export function styles(...addresses) {
  return Promise.all(addresses.map((address) => {
    if (!read.has(address)) {
      read.set(address, new Promise((done) => {
        const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address, onload: done, onerror: done });
        document.head.append(link);
      }));
    }
    return read.get(address);
  }));
}
