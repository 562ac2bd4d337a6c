/** The wall's box "Trend". */
export function Trend() {
  return null;
}
