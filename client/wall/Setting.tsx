/** What a screen is told about itself: token, size, distance, seams, language. */
export function Setting() {
  return null;
}
