/** Whether this browser can draw the map at all. */

let known: boolean | null = null;

/** Tried once: making a context holds the page up, and the map makes its own. */
export function hasWebgl2(): boolean {
  if (typeof document === "undefined") return false;
  if (known !== null) return known;
  const gl = document.createElement("canvas").getContext("webgl2");
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  known = gl !== null;
  return known;
}
