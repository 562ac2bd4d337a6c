/** The wall's page: boxes where the layout says, over one map. */
export function Wall() {
  return null;
}
