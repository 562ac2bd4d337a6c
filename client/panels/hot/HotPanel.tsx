/** 热点: clusters with their proof, hexagons with their significance; a click opens the rows. */
export function HotPanel() {
  return null;
}
