/** Time under the map: a slider over a histogram, as it stood at any moment, and played. */
export function TimeBar() {
  return null;
}
