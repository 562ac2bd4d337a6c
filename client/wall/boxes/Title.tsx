/** The wall's box "Title". */
export function Title() {
  return null;
}
