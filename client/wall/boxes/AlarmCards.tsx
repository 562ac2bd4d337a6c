/** The wall's box "AlarmCards". */
export function AlarmCards() {
  return null;
}
