/** The wall's box "Caption". */
export function Caption() {
  return null;
}
