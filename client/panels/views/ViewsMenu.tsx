/** Saved views, named links and sharing. */
export function ViewsMenu() {
  return null;
}
