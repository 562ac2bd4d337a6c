/** The wall's box "Clock". */
export function Clock() {
  return null;
}
