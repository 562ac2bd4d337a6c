/** The wall's box "Figures". */
export function Figures() {
  return null;
}
