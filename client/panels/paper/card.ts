/** Whether this machine draws with a graphics card or by reckoning. */
import { mostWithoutCard } from "./sheet.ts";

const reckoned = /swiftshader|llvmpipe|softpipe|software|basic render/i;
let most: number | null = null;

/** Pixels of a map that can be drawn at once here. */
export function mostOfMap(): number {
  most ??= measure();
  return most;
}

function measure(): number {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return 0;
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return reckoned.test(String(name)) ? mostWithoutCard : Number.POSITIVE_INFINITY;
}
